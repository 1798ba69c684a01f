"""The shared components, in their states."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from .samples import HUES, Thing
from .showcase import Chapter, States, showcase

TITLES = (
    "Prendre soin de la santé mentale, quartier par quartier",
    "Emploi : lever les freins, ensemble",
    "Un droit au numérique, et le droit de s'en passer",
    "Habiter, se loger : la parole des habitant·e·s",
    "Éducation : ce que les cités éducatives ont changé",
    "L'été dans les quartiers, après les vagues de chaleur",
)


@showcase.pattern("kit/patterns/type.html", title=_("Caractères"), chapter=Chapter.GROUND)
def _type() -> States:
    return {"": {}}


@showcase.pattern("kit/patterns/hues.html", title=_("Six pigments"), chapter=Chapter.GROUND)
def _hues() -> States:
    return {"": {"hues": HUES}}


@showcase.pattern("kit/patterns/space.html", title=_("Espaces"), chapter=Chapter.GROUND)
def _space() -> States:
    return {"": {}}


@showcase.pattern("kit/patterns/covers.html", title=_("Couvertures"), chapter=Chapter.GROUND)
def _covers() -> States:
    kinds = {
        _("un texte : des voix qui s'accordent"): "text",
        _("un groupe : un ensemble autour de son centre"): "group",
        _("un événement : un moment dans la mesure du temps"): "event",
        _("une ressource : une étagère"): "resource",
    }
    pairs = list(zip(TITLES, HUES, strict=True))
    return {label: {"covers": pairs, "kind": kind} for label, kind in kinds.items()}


@showcase.pattern("kit/patterns/life.html", title=_("La vie d'un texte"), chapter=Chapter.WORDS)
def _life() -> States:
    words = ("Brouillon", "Relecture", "Validation", "Publiée le 1er mai 2026", "Transmise")
    return {word: {"stage": stage, "word": word} for stage, word in enumerate(words, 1)}


@showcase.pattern("kit/patterns/notice.html", title=_("Encadrés"), chapter=Chapter.WORDS)
def _notice() -> States:
    words = "Depuis le 3 juin 2026, le texte de référence est la version 2."
    return {
        _("à savoir"): {"title": "Ce texte a été remplacé", "words": words, "role": "note"},
        _("attention"): {"kind": "warning", "title": "Échéance demain", "words": words},
        _("danger"): {"kind": "danger", "title": "Rien n'est encore enregistré", "words": words},
    }


@showcase.pattern("components/messages.html", title=_("Messages"), chapter=Chapter.WORDS)
def _messages() -> States:
    told = {
        "success": "Le texte est proposé à la relecture.",
        "warning": "Le texte est gardé, mais il lui manque un résumé.",
        "error": "Le texte n'a pas pu être enregistré.",
    }

    return {"": {"messages": [Thing(tags=tag, title=words) for tag, words in told.items()]}}


@showcase.pattern("kit/patterns/marks.html", title=_("Marques"), chapter=Chapter.WORDS)
def _marks() -> States:
    return {"": {}}


@showcase.pattern("kit/patterns/facts.html", title=_("Faits"), chapter=Chapter.WORDS)
def _facts() -> States:
    return {"": {}}


@showcase.pattern("kit/patterns/empty.html", title=_("Rien encore"), chapter=Chapter.WORDS)
def _empty() -> States:
    return {"": {}}


@showcase.pattern("kit/patterns/entries.html", title=_("Entrées"), chapter=Chapter.LISTS)
def _entries() -> States:
    return {"": {}}


@showcase.pattern("kit/patterns/cards.html", title=_("Fiches"), chapter=Chapter.LISTS)
def _cards() -> States:
    return {"": {}}


@showcase.pattern("kit/patterns/table.html", title=_("Tableau"), chapter=Chapter.LISTS)
def _table() -> States:
    return {"": {}}


@showcase.pattern("components/pagination.html", title=_("Pages d'une liste"), chapter=Chapter.LISTS)
def _pagination() -> States:
    pages = Paginator(range(60), 20)
    return {
        _("la première"): {"page_obj": pages.page(1)},
        _("au milieu"): {"page_obj": pages.page(2)},
        _("la dernière"): {"page_obj": pages.page(3)},
    }


@showcase.pattern("kit/patterns/buttons.html", title=_("Boutons et liens"), chapter=Chapter.FORMS)
def _buttons() -> States:
    return {"": {}}


class SampleForm(forms.Form):
    """One field of each kind that the site shows."""

    name = forms.CharField(label="Nom du groupe", help_text="Tel qu'il paraîtra en public.")
    email = forms.EmailField(label="Adresse électronique")
    due = forms.DateField(label="Échéance", required=False)
    centre = forms.ChoiceField(label="Centre", choices=[("n", "Centre du Nord"), ("s", "Du Sud")])
    horizon = forms.ChoiceField(
        label="Horizon",
        choices=[("c", "court terme"), ("m", "moyen terme")],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label="Un mot", widget=forms.Textarea({"rows": 3}), required=False)
    agreed = forms.BooleanField(label="Prévenir l'animation du groupe", required=False)


@showcase.pattern("kit/patterns/form.html", title=_("Formulaire"), chapter=Chapter.FORMS)
def _form() -> States:
    return {
        _("à remplir"): {"form": SampleForm(prefix="vide")},
        _("avec des erreurs"): {"form": SampleForm({"faux-email": "camille"}, prefix="faux")},
    }


@showcase.pattern("components/search_form.html", title=_("Recherche"), chapter=Chapter.FORMS)
def _search() -> States:
    return {_("vide"): {"query": ""}, _("avec une question"): {"query": "santé mentale"}}


@showcase.pattern("components/filters.html", title=_("Filtres"), chapter=Chapter.FORMS)
def _filters() -> States:
    class Choices(forms.Form):
        group = forms.ChoiceField(label="Groupe", choices=[("", "Tous"), ("sante", "Santé")])
        year = forms.ChoiceField(label="Année", choices=[("", "Toutes"), ("2026", "2026")])

    return {"": {"filters": Choices()}}


for part in ("form_fields", "form_field", "form_errors"):
    showcase.seen_elsewhere(f"components/{part}.html", _("dans « Formulaire »"))
for part in ("site_header", "site_tools", "site_footer", "demonstration_banner", "language_switch"):
    showcase.seen_elsewhere(f"components/{part}.html", _("en haut et en bas de cette page"))
showcase.seen_elsewhere("components/cover.html", _("dans « Couvertures »"))
showcase.seen_elsewhere("components/brand.html", _("en haut de cette page"))
showcase.seen_elsewhere(
    "components/language_links.html", _("ne se voit pas : l'en-tête du document")
)
