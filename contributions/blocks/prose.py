"""Blocks of words."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from contributions.enums import Horizon, SourceKind
from kit.blocks import RichTextBlock


class HeadingBlock(blocks.StructBlock):
    level = blocks.ChoiceBlock(
        choices=[("h2", _("Titre de partie")), ("h3", _("Intertitre"))],
        default="h2",
        label=_("niveau"),
    )
    text = blocks.CharBlock(label=_("titre"), max_length=200)

    class Meta:
        label = _("Titre")
        icon = "title"
        template = "contributions/blocks/heading.html"
        label_format = "{text}"
        preview_value = {"level": "h2", "text": "Ce que nous voyons"}
        description = _("Un titre qui sépare deux parties du texte.")


class TextBlock(blocks.StructBlock):
    text = RichTextBlock(label=_("texte"))

    class Meta:
        label = _("Texte")
        icon = "pilcrow"
        template = "contributions/blocks/text.html"
        preview_value = {
            "text": "<p>Quelques phrases qui relient les constats aux propositions.</p>"
        }
        description = _("Des paragraphes, des listes et des liens.")


class FindingBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("titre du constat"), max_length=255)
    text = RichTextBlock(label=_("texte"))
    territory = blocks.CharBlock(
        label=_("territoire"), required=False, max_length=160,
        help_text=_("Où ce constat est fait, si ce n'est pas partout."),
    )  # fmt: skip
    source_kind = blocks.ChoiceBlock(
        label=_("sur quoi il repose"), choices=SourceKind.choices, required=False
    )
    source = blocks.CharBlock(
        label=_("référence"), required=False, max_length=255,
        help_text=_("Obligatoire pour un chiffre : qui le publie, et quand."),
    )  # fmt: skip

    class Meta:
        label = _("Constat")
        icon = "search"
        template = "contributions/blocks/finding.html"
        label_format = "{title}"
        preview_value = {
            "title": "Des relais de confiance décisifs",
            "text": "<p>Là où existait une médiation, l'information a circulé plus vite.</p>",
            "source_kind": "field",
        }
        description = _("Ce que les centres observent, et sur quoi ils s'appuient.")


class ProposalBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("titre de la proposition"), max_length=255)
    text = RichTextBlock(label=_("texte"))
    horizon = blocks.ChoiceBlock(label=_("horizon"), choices=Horizon.choices, required=False)
    audiences = blocks.ListBlock(
        blocks.CharBlock(label=_("public"), max_length=120),
        label=_("publics"),
        default=[],
        collapsed=True,
    )
    lead_actors = blocks.ListBlock(
        blocks.CharBlock(label=_("acteur"), max_length=120),
        label=_("acteurs pilotes"),
        default=[],
        collapsed=True,
    )
    associated_actors = blocks.ListBlock(
        blocks.CharBlock(label=_("acteur"), max_length=120),
        label=_("acteurs associés"),
        default=[],
        collapsed=True,
    )
    lever = blocks.CharBlock(
        label=_("levier"), required=False, max_length=255,
        help_text=_("Le dispositif, le contrat ou le crédit existant qui la rend possible."),
    )  # fmt: skip
    condition = blocks.CharBlock(label=_("sous réserve de"), required=False, max_length=255)
    means = blocks.CharBlock(label=_("moyens"), required=False, max_length=255)
    example = blocks.TextBlock(label=_("exemple"), required=False)

    class Meta:
        label = _("Proposition")
        icon = "pick"
        template = "contributions/blocks/proposal.html"
        label_format = "{title}"
        preview_value = {
            "title": "Organiser un rattrapage des soins au pied des immeubles",
            "text": "<p>Installer des permanences mobiles dans des lieux familiers.</p>",
            "horizon": "court",
            "audiences": ["Habitants des QPV"],
            "lead_actors": ["Agence régionale de santé"],
        }
        description = _(
            "Une demande adressée, qui recevra un numéro et une adresse à la publication."
        )


class AttentionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("titre"), max_length=255)
    text = RichTextBlock(label=_("texte"))

    class Meta:
        label = _("Point d'attention")
        icon = "warning"
        template = "contributions/blocks/attention.html"
        label_format = "{title}"
        preview_value = {
            "title": "Le calendrier",
            "text": "<p>Deux mois pleins sont nécessaires.</p>",
        }
        description = _("Ce qu'il ne faut pas oublier, sans en faire une proposition.")


class QuoteBlock(blocks.StructBlock):
    quote = blocks.TextBlock(label=_("citation"))
    attribution = blocks.CharBlock(
        label=_("qui parle"), required=False, max_length=160,
        help_text=_("Une fonction ou un lieu, jamais une personne reconnaissable sans son accord."),
    )  # fmt: skip

    class Meta:
        label = _("Citation")
        icon = "openquote"
        template = "contributions/blocks/quote.html"
        label_format = "{quote}"
        preview_value = {"quote": "On a tenu grâce aux voisins.", "attribution": "une médiatrice"}
        description = _("Des mots entendus sur le terrain.")


class FigureBlock(blocks.StructBlock):
    value = blocks.CharBlock(label=_("valeur"), max_length=60)
    unit = blocks.CharBlock(label=_("unité"), max_length=80)
    label = blocks.CharBlock(label=_("ce que compte ce chiffre"), max_length=255)
    year = blocks.CharBlock(label=_("année"), max_length=20)
    source = blocks.CharBlock(label=_("source"), max_length=255)
    exactness = blocks.CharBlock(
        label=_("exactitude"), required=False, max_length=60, help_text=_("Exact, arrondi, estimé…")
    )

    class Meta:
        label = _("Chiffre")
        icon = "order"
        template = "contributions/blocks/figure.html"
        label_format = "{value} {unit}"
        preview_value = {
            "value": "3123", "unit": "demi-journées", "label": "organisées par les centres",
            "year": "2021", "source": "reseau-crpv.fr",
        }  # fmt: skip
        description = _("Un chiffre avec son unité, son année et sa source.")
