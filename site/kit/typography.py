"""French spaces in pages, put there on the way out: what people wrote stays as written.

A narrow no-break space (U+202F) stands before `; : ! ? » %` and units, after `«`, and
between groups of three digits. Only spaces that are there already are replaced, so that
addresses, times and English keep their form.
"""

from __future__ import annotations

import re

NARROW = "\u202f"

# What must stand around a space; what follows is looked at first, which is quickest.
# Each part looks back over the space itself: the search stops at spaces and tags alone.
_PLACES = """
    (?:
        (?= [;:!?»%€] ) (?<!\\s[ \u00a0])
      | (?= \\d{3} (?![\\w/-]) ) (?:
            (?<=[^\\w.,'’/-][1-9][ \u00a0])
          | (?<=[^\\w.,'’/-][1-9]\\d[ \u00a0])
          | (?<=[^\\w.,'’/-][1-9]\\d\\d[ \u00a0])
          | (?<=\\d[ \u00a0]\\d\\d\\d[ \u00a0])
        )
      | (?= (?:[kM]€|°C|km²?|ha) (?!\\w) ) (?<=\\d[ \u00a0])
      | (?<=«[ \u00a0])
    )
"""
# Elements whose characters count, comments, and tags with their attributes are passed over.
_PAGE = re.compile(
    rf"""
    [ ] {_PLACES}
    | \u00a0 {_PLACES}
    | < (?:
        (?P<element>script|style|textarea|pre|code|kbd|samp|svg|template)\b .*? </(?P=element)\s*>
        | !-- .*? -->
        | [a-zA-Z/!] [^<>"']* (?: (?: "[^"]*" | '[^']*' ) [^<>"']* )* >
      )
    """,
    re.VERBOSE | re.DOTALL,
)


def spaced(html: str) -> str:
    """`html` with its spaces set; attributes, code and typed text are untouched."""
    return _PAGE.sub(_set, html)


def _set(found: re.Match[str]) -> str:
    text = found[0]
    return text if text.startswith("<") else NARROW
