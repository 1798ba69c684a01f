from django.urls import URLPattern, path

from .views import choose, decide, propose

app_name = "errata"
_TEXT = "contributions/<int:number>"
urlpatterns: list[URLPattern] = [
    path(f"{_TEXT}/corriger/", choose.choose, name="choose"),
    path(f"{_TEXT}/corriger/<str:part>/", propose.propose, name="propose"),
    path(f"{_TEXT}/corrections/<int:key>/", decide.correction, name="correction"),
]
