"""What tests share is made in one process."""

from __future__ import annotations

import pytest

from tests.together import company_of


def test_who_shares_what_a_module_makes_runs_together(request: pytest.FixtureRequest) -> None:
    """Otherwise each process would make it: `tests/together.py` lists them."""
    apart = {
        item.nodeid.partition("::")[0]
        for item in request.session.items
        if isinstance(item, pytest.Function)
        and company_of(item.nodeid) == item.nodeid
        and any(
            fixtures[-1].scope == "module" and fixtures[-1].baseid.startswith("tests")
            for fixtures in item._fixtureinfo.name2fixturedefs.values()
        )
    }
    assert sorted(apart) == []
