"""Which tests one process runs together, when several processes share the suite.

xdist's own groups rename tests, which pytest 9.2 no longer lets a plugin do: without this
each process would build the sites and databases that these tests share.
"""

from __future__ import annotations

from typing import Any

from xdist.scheduler import LoadScopeScheduling

#: Where tests share something that takes long to make, or must not run beside another.
_TOGETHER = {
    "tests/look/": "the frozen site, and each page opened once",
    "tests/e2e/": "one server, one story",
    "tests/demo/": "the demonstration, loaded once a module",
    "tests/concurrency/": "the database of duels",
    "tests/notifications/test_killed.py": "the database of duels",
    "tests/cowriting/test_consumer.py": "a server and its database",
    "tests/cowriting/test_doors_of_rooms.py": "a server and its database",
    "tests/cowriting/test_bad_frames.py": "a server and its database",
    "tests/cowriting/test_shown.py": "a server and its database",
    "tests/cowriting/test_what_it_costs.py": "a server and its database",
    "tests/cowriting/test_processes.py": "two servers and their database",
    "tests/cowriting/test_behind_nginx.py": "a web server and what is behind it",
    "tests/cowriting/test_writing_page.py": "one server, two browsers",
    "tests/cowriting/test_writing_blocks.py": "one server, two browsers",
    "tests/cowriting/test_writing_line.py": "one server, two browsers",
    "tests/cowriting/test_writing_company.py": "one server, two browsers",
    "tests/cowriting/test_writing_remarks.py": "one server, two browsers",
    "tests/languages/test_catalogue.py": "the catalogue, read once",
    **dict.fromkeys(
        [
            "tests/assent/test_matrix_over_http.py",
            "tests/assent/test_round_rules.py",
            "tests/contributions/actions/test_wrong_moments.py",
            "tests/contributions/test_rules.py",
            "tests/contributions/test_twins.py",
            "tests/cowriting/test_rules.py",
            "tests/discussion/test_canary.py",
            "tests/discussion/test_canary_around.py",
            "tests/discussion/test_matrix_over_http.py",
            "tests/discussion/test_rules.py",
            "tests/errata/test_corrections_over_http.py",
            "tests/examples/test_examples_over_http.py",
            "tests/moderation/test_canary_of_agreement.py",
            "tests/moderation/test_desk_over_http.py",
            "tests/moderation/test_texts_over_http.py",
            "tests/pages/test_edition_to_come.py",
            "tests/proposals/test_matrix_over_http.py",
        ],
        "a world built once",
    ),
}


def company_of(nodeid: str) -> str:
    """The tests that this one runs with; itself alone for most."""
    found = (shared for place, shared in _TOGETHER.items() if nodeid.startswith(place))
    return next(found, nodeid)


class Together(LoadScopeScheduling):
    """A test goes to whichever process is free, with its company."""

    def _split_scope(self, nodeid: str) -> str:
        return company_of(nodeid)


def scheduler(config: Any, log: Any) -> Together:
    return Together(config, log)
