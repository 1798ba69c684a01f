"""Files that go with remarks: which may, and who reads them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model
from django.utils.translation import gettext as _

from contributions.models import ContributionRecord
from contributions.recipients import group_keys
from groups.models import GroupRecord
from kit.access import AnyUser, Refused
from media.access import belongs
from media.models import SiteDocument
from people.models import User

from .models import Remark

#: Files of one remark.
FILES_AT_MOST = 5


def require_attachable(
    files: Iterable[SiteDocument], record: ContributionRecord, by: User | None
) -> list[SiteDocument]:
    """The files, each once, when they are documents of the text's groups and `by` is among
    those who keep them. Raises Refused."""
    wanted = list({file.pk: file for file in files}.values())
    if not wanted:
        return []
    if len(wanted) > FILES_AT_MOST:
        raise Refused(_("Une remarque porte au plus %(most)s fichiers.") % {"most": FILES_AT_MOST})
    kept_in = set(collections_of(record))
    if by is None or not all(
        file.collection_id in kept_in and belongs(by, file) for file in wanted
    ):
        raise Refused(_("On ne joint que des documents du groupe, quand on en est membre."))
    return wanted


def collections_of(record: ContributionRecord) -> list[int]:
    """Where the documents of the text's groups are kept, the leading group's first."""
    keys = group_keys(record)
    rows = GroupRecord.objects.filter(page__in=keys).values_list("page", "collection")
    found = dict(rows)
    return [found[key] for key in keys if key in found]


def read_by_remark(user: AnyUser, file: Model) -> bool:
    """Whether a file goes with a remark that `user` reads; a hidden one shows no file."""
    if not isinstance(file, SiteDocument):
        return False
    shown = Remark.objects.visible_to(user).filter(hidden_at__isnull=True)
    return shown.filter(files__document=file.pk).exists()
