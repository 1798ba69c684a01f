"""Rich text as people type it without a script, and back.

A blank line parts paragraphs and a line's end breaks a line. Lines that begin with `- `
make a list, those numbered `1. `, `2. ` and on a numbered one; two spaces before them put
them one level deeper. `**words**` are bold, `*words*` italic, `[words](https://…)` a link.
A link to a page or a file of the site stands as `[words](page:12)`. A backslash before a
mark makes it an ordinary character. What is typed as HTML is kept as words.
"""

from .rich import to_html, to_plain

__all__ = ["to_html", "to_plain"]
