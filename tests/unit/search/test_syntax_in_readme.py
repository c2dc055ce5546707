from __future__ import annotations

from newswire.search.syntax import SYNTAX
from tests.conftest import ROOT

HEAD = "| type | and find |\n|---|---|\n"
BEGIN, END = "<!-- syntax:begin -->\n", "<!-- syntax:end -->"


def test_the_readme_has_the_syntax_as_readers_are_told_it() -> None:
    rows = "".join(
        f"| `{example.replace('|', chr(92) + '|')}` | {meaning.replace('|', chr(92) + '|')} |\n"
        for example, meaning in SYNTAX
    )
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.partition(BEGIN)[2].partition(END)[0] == f"{HEAD}{rows}"
