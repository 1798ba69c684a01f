from django.urls import URLPattern, path

from .views import acts, links, new, reactions, review, suggestions, threads

app_name = "discussion"
_TEXT = "contributions/<int:number>/remarques/"
_REMARK = "remarques/<int:pk>/"
_LINK = "avis/<str:token>/"

urlpatterns: list[URLPattern] = [
    path(_TEXT, threads.threads, name="threads"),
    path(f"{_TEXT}nouvelle/", new.new, name="new"),
    path(f"{_TEXT}comptes/", threads.counts, name="counts"),
    path(f"{_TEXT}bloc/<str:block_id>/", threads.block, name="block"),
    path(_REMARK, threads.thread, name="thread"),
    path(f"{_REMARK}repondre/", acts.answer_one, name="answer"),
    path(f"{_REMARK}modifier/", acts.change, name="change"),
    path(f"{_REMARK}issue/", acts.settle_one, name="settle"),
    path(f"{_REMARK}rouvrir/", acts.reopen_one, name="reopen"),
    path(f"{_REMARK}masquer/", acts.hide, name="hide"),
    path(f"{_REMARK}dire-d-accord/", acts.endorse_one, name="endorse"),
    path(f"{_REMARK}histoire/", acts.history, name="history"),
    path(f"{_REMARK}accepter/", suggestions.accept, name="accept"),
    path(f"{_REMARK}reprendre/", suggestions.rebase, name="rebase"),
    path("contributions/<int:number>/liens/", links.links, name="links"),
    path(_LINK, review.review, name="review"),
    path(f"{_LINK}bloc/<str:block_id>/", review.passage, name="review_block"),
    path(f"{_LINK}remarques/<int:pk>/", review.thread, name="review_thread"),
    path(f"{_LINK}avis/", review.opinion, name="review_opinion"),
    path(f"{_LINK}fichiers/<path:name>", review.file, name="review_file"),
    path(f"{_LINK}documents/<int:key>/<str:filename>", review.document, name="review_document"),
    # What the public says of a published text.
    path("contributions/<int:number>/reactions/", reactions.reactions, name="reactions"),
    path(
        "contributions/<int:number>/reactions/ouverture/",
        reactions.setting,
        name="reactions_setting",
    ),
    path("reactions/<str:token>/", reactions.confirm, name="reaction_confirm"),
    path("moderation/reactions/<int:key>/", reactions.reaction, name="reaction"),
]
