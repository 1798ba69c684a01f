"""Words of a text's life."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkState(models.TextChoices):
    """Where the writing stands."""

    IDLE = "idle", _("Au repos")
    DRAFTING = "drafting", _("Brouillon")
    REVIEW = "review", _("Relecture dans le groupe")
    VALIDATION = "validation", _("Validation par le réseau")
    VALIDATED = "validated", _("Validée")


class PublicState(models.TextChoices):
    """What the public sees of it."""

    NONE = "none", _("Non publiée")
    PUBLISHED = "published", _("Publiée")
    REPLACED = "replaced", _("Remplacée")
    WITHDRAWN = "withdrawn", _("Retirée")

    @property
    def is_read_by_all(self) -> bool:
        """Whether its words are everyone's today, in force or not."""
        return self in (PublicState.PUBLISHED, PublicState.REPLACED)


class Verb(models.TextChoices):
    """What a person may want to do with a text; one rule each in `rules.py`."""

    READ_DRAFT = "read_draft", _("Lire le brouillon")
    READ_FROZEN = "read_frozen", _("Lire la version figée")
    READ_PUBLISHED = "read_published", _("Lire le texte publié")
    READ_WITHDRAWN = "read_withdrawn", _("Lire le texte retiré")
    SEE_PROGRESS = "see_progress", _("Voir l'avancement")
    EDIT = "edit", _("Écrire")
    RESTORE = "restore", _("Reprendre une version")
    COPY = "copy", _("Copier")
    REMARK = "remark", _("Remarquer")
    GRANT_READING = "grant_reading", _("Ouvrir à la lecture")
    TAKE_BLOCK = "take_block", _("Prendre un bloc à écrire")
    ASSIGN = "assign", _("Répartir l'écriture")
    SET_DATES = "set_dates", _("Fixer les échéances")
    PROPOSE = "propose", _("Proposer la soumission")
    OPEN_REVIEW = "open_review", _("Ouvrir la relecture")
    CLOSE_REVIEW = "close_review", _("Clore la relecture et soumettre")
    RECALL = "recall", _("Rappeler le texte")
    RECALL_VALIDATED = "recall_validated", _("Rappeler le texte validé")
    VALIDATE = "validate", _("Valider")
    RETURN = "return_text", _("Renvoyer au groupe")
    PUBLISH = "publish", _("Publier")
    SCHEDULE = "schedule", _("Programmer la publication")
    UNSCHEDULE = "unschedule", _("Annuler la programmation")
    OPEN_EDITION = "open_edition", _("Ouvrir une nouvelle édition")
    REPLACE = "replace", _("Déclarer remplacée")
    WITHDRAW = "withdraw", _("Retirer la publication")
    MASK = "mask", _("Masquer un passage")
    MOVE = "move", _("Déplacer vers un autre groupe")
    TRASH = "trash", _("Mettre à la corbeille")
    BRING_BACK = "bring_back", _("Sortir de la corbeille")
    DELETE = "delete", _("Supprimer définitivement")


class VersionKind(models.TextChoices):
    """Why a version was frozen."""

    REVIEW = "review", _("Figée pour la relecture")
    NAMED = "named", _("Nommée par l'animation")
    CORRECTION = "correction", _("Corrigée dans sa forme")
    IMPORTED = "imported", _("Reprise d'un texte antérieur")


class EventKind(models.TextChoices):
    """What happened to a text; each line of its life has one."""

    CREATED = "created", _("Texte créé")
    PROPOSED = "proposed", _("Soumission proposée")
    REVIEW_OPENED = "review_opened", _("Relecture ouverte")
    CENTRE_ANSWERED = "centre_answered", _("Réponse d'un centre")
    ROUND_EXTENDED = "round_extended", _("Relecture prolongée")
    SECOND_ROUND = "second_round", _("Second tour ouvert")
    ROUND_CLOSED = "round_closed", _("Tour clos")
    DETACHED = "detached", _("Proposition détachée du texte")
    SUBMITTED = "submitted", _("Soumis à la validation du réseau")
    CHECKED = "checked", _("Point de contrôle noté")
    RECALLED = "recalled", _("Rappelé par le groupe")
    RETURNED = "returned", _("Renvoyé au groupe avec des remarques")
    VALIDATED = "validated", _("Validé par le réseau")
    SIGNED = "signed", _("Signature d'un centre")
    SIGNATURE_CANCELLED = "signature_cancelled", _("Signature annulée")
    SIGNATURE_WITHDRAWN = "signature_withdrawn", _("Signature retirée")
    CORRECTION_PROPOSED = "correction_proposed", _("Correction de forme proposée")
    CORRECTION_REFUSED = "correction_refused", _("Correction de forme écartée")
    CORRECTION_TAKEN_BACK = "correction_taken_back", _("Correction de forme reprise")
    CORRECTED = "corrected", _("Forme corrigée")
    CORRECTION_CONTESTED = "correction_contested", _("Correction de forme contestée")
    CONTEST_SETTLED = "contest_settled", _("Contestation d'une correction tranchée")
    SCHEDULED = "scheduled", _("Publication programmée")
    UNSCHEDULED = "unscheduled", _("Programmation annulée")
    PUBLICATION_FAILED = "publication_failed", _("Publication programmée qui n'a pas eu lieu")
    PUBLISHED = "published", _("Publié")
    TRANSMITTED = "transmitted", _("Transmis à un destinataire")
    TRANSMISSION_ENDED = "transmission_ended", _("Transmission refermée")
    ACKNOWLEDGED = "acknowledged", _("Reçu par un destinataire")
    REPLY_RECORDED = "reply_recorded", _("Réponse d'un destinataire")
    REPLY_OPENED = "reply_opened", _("Réponse d'un destinataire rendue publique")
    REPLY_CLOSED = "reply_closed", _("Réponse d'un destinataire refermée")
    EDITION_OPENED = "edition_opened", _("Nouvelle édition ouverte")
    REPLACED = "replaced", _("Remplacé par un texte plus récent")
    WITHDRAWAL_ASKED = "withdrawal_asked", _("Retrait demandé")
    WITHDRAWN = "withdrawn", _("Publication retirée")
    VERSION_NAMED = "version_named", _("Version nommée")
    RESTORED = "restored", _("Version antérieure reprise")
    READING_OPENED = "reading_opened", _("Lecture ouverte")
    READING_EXTENDED = "reading_extended", _("Lecture prolongée")
    READING_CLOSED = "reading_closed", _("Lecture refermée")
    DATES_MOVED = "dates_moved", _("Échéance déplacée")
    MOVE_ASKED = "move_asked", _("Accord d'un autre groupe demandé")
    MOVE_REFUSED = "move_refused", _("Demande refusée par l'autre groupe")
    MOVE_TAKEN_BACK = "move_taken_back", _("Demande à l'autre groupe retirée")
    MOVED = "moved", _("Déplacé vers un autre groupe")
    ASSOCIATED = "associated", _("Groupe associé au texte")
    DISSOCIATED = "dissociated", _("Groupe associé retiré du texte")
    TRASHED = "trashed", _("Mis à la corbeille")
    BROUGHT_BACK = "brought_back", _("Sorti de la corbeille")
    COPIED = "copied", _("Copié")
    MASKED = "masked", _("Passage masqué")
    MASK_CONFIRMED = "mask_confirmed", _("Masque confirmé")
    MASK_LIFTED = "mask_lifted", _("Masque levé")
    DECIDED = "decided", _("Décision prise en réunion")
    ADMIN_ACCESS = "admin_access", _("Consulté par l'administration technique")

    @property
    def changes_decision(self) -> bool:
        """Whether who was about to decide on the text has to look at it again first."""
        return self not in _BESIDE_DECISIONS


#: What centres, addressees, readers and the desk do beside a text: neither its words, nor
#: its state, nor what was asked of it change.
_BESIDE_DECISIONS = frozenset(
    {
        EventKind.CHECKED, EventKind.SIGNED, EventKind.SIGNATURE_CANCELLED,
        EventKind.SIGNATURE_WITHDRAWN, EventKind.TRANSMITTED, EventKind.TRANSMISSION_ENDED,
        EventKind.ACKNOWLEDGED, EventKind.REPLY_RECORDED, EventKind.REPLY_OPENED,
        EventKind.REPLY_CLOSED, EventKind.READING_OPENED, EventKind.READING_EXTENDED,
        EventKind.READING_CLOSED, EventKind.CORRECTION_PROPOSED, EventKind.CORRECTION_REFUSED,
        EventKind.CORRECTION_TAKEN_BACK, EventKind.CORRECTION_CONTESTED,
        EventKind.CONTEST_SETTLED, EventKind.PUBLICATION_FAILED, EventKind.ADMIN_ACCESS,
    }
)  # fmt: skip

#: The kinds after which a decision about to be taken is looked at again.
DECISIVE = tuple(kind for kind in EventKind if kind.changes_decision)


class MoveKind(models.TextChoices):
    """What one group asks of another about a text."""

    LEAD = "lead", _("porter le texte")
    ASSOCIATE = "associate", _("écrire avec nous")


class MoveOutcome(models.TextChoices):
    """What became of a request; none yet, or none in time, is empty."""

    ACCEPTED = "accepted", _("acceptée")
    REFUSED = "refused", _("refusée")
    TAKEN_BACK = "taken_back", _("retirée")
    LAPSED = "lapsed", _("restée sans réponse")


class Licence(models.TextChoices):
    OPEN = "etalab-2.0", _("Licence Ouverte 2.0")
    CC_BY = "cc-by-4.0", _("Creative Commons Attribution 4.0")
    CC_BY_SA = (
        "cc-by-sa-4.0",
        _("Creative Commons Attribution, partage dans les mêmes conditions 4.0"),
    )
    RESERVED = "reserved", _("Tous droits réservés")


class Horizon(models.TextChoices):
    SHORT = "court", _("Court terme")
    MEDIUM = "moyen", _("Moyen terme")


class SourceKind(models.TextChoices):
    """What a finding rests on."""

    FIELD = "field", _("Observation de terrain")
    FIGURE = "figure", _("Chiffre sourcé")
    TESTIMONY = "testimony", _("Témoignage anonymisé")
