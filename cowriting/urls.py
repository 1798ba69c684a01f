from django.urls import URLPattern, path

from .views import block, colours, compare, refused, timeline

app_name = "cowriting"
_TEXT = "contributions/<int:number>"
urlpatterns: list[URLPattern] = [
    path(f"{_TEXT}/blocs/", block.parts, name="parts"),
    path(f"{_TEXT}/blocs/nouveau/", block.new_part, name="new_part"),
    path(f"{_TEXT}/blocs/<str:key>/", block.part, name="part"),
    path(f"{_TEXT}/auteurs/", colours.colours, name="colours"),
    path(f"{_TEXT}/moments/", timeline.timeline, name="timeline"),
    path(f"{_TEXT}/moments/<int:update>/", timeline.moment, name="moment"),
    path(f"{_TEXT}/comparer/", compare.compare, name="compare"),
    path(f"{_TEXT}/mots-refuses/", refused.refused, name="refused"),
]
