"""What the README names is there: its list of security tests is worth nothing otherwise."""

from __future__ import annotations

import re

from tests.conftest import ROOT


def test_every_security_test_that_the_readme_names_is_there() -> None:
    [section] = re.findall(r"^## Security$(.*?)^## ", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    named = re.findall(r"`(tests/[^`]+)`", section)
    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).is_file()] == []
