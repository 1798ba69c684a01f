"""How fictional content says what it is, wherever its title travels."""

#: Ends every fictional title: in lists of the admin, e-mails, files, tabs of a browser.
MARK = "(démonstration)"


def marked(title: str) -> str:
    """A fictional title, which says so at its end."""
    return title if title.endswith(MARK) else f"{title} {MARK}"


def unmarked(title: str) -> str:
    """The title without its mention, for pages that show a mark of their own beside it."""
    return title.removesuffix(MARK).rstrip()
