"""Compile the French of django-comments-xtd, whose package ships its source alone.

    python scripts/comments_french.py

Writes `discussion/locale/fr/`, to be committed; run it again when the package changes. What
another catalogue says in French already is left to it: nobody's words are overridden.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from gettext import GNUTranslations
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "discussion" / "locale" / "fr" / "LC_MESSAGES"
HEADER = "# French of django-comments-xtd, by its authors: see scripts/comments_french.py."
#: No date of the machine: the same package gives the same files.
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
_IN_AN_APP = Path("locale") / "fr" / "LC_MESSAGES"


def said_elsewhere() -> set[str]:
    """Every sentence that Django or another package says in French."""
    import django
    from django.apps import apps

    places = [Path(django.__file__).parent / "conf" / "locale" / "fr" / "LC_MESSAGES"]
    places += [Path(app.path) / _IN_AN_APP for app in apps.get_app_configs()]
    found: set[str] = set()
    for place in places:
        compiled = place / "django.mo"
        if place != TARGET and compiled.exists():
            with compiled.open("rb") as file:
                keys = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
            found |= {key[0] if isinstance(key, tuple) else key for key in keys}
    return found


def french(known: set[str]) -> Catalog:
    """The package's own sentences that nobody else translates."""
    import django_comments_xtd

    source = Path(django_comments_xtd.__file__).parent / _IN_AN_APP / "django.po"
    with source.open("rb") as file:
        shipped = read_po(file, locale="fr")
    kept = Catalog(locale="fr", header_comment=HEADER, fuzzy=False)
    kept.creation_date = kept.revision_date = _BEGINNING
    for message in shipped:
        key = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
        said = message.string if isinstance(message.string, str) else "".join(message.string)
        if key and said and not message.fuzzy and key not in known:
            kept.add(message.id, message.string, flags=message.flags, context=message.context)
    return kept


def main() -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    catalogue = french(said_elsewhere())
    TARGET.mkdir(parents=True, exist_ok=True)
    with (TARGET / "django.po").open("wb") as file:
        write_po(file, catalogue, omit_header=False, width=100, sort_output=True)
    with (TARGET / "django.mo").open("wb") as file:
        write_mo(file, catalogue)
    print(f"{len(catalogue)} sentences of django-comments-xtd in French.")


if __name__ == "__main__":
    main()
