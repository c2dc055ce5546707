"""Names against texts written for it: one half to work with, one half that no rule was made for, and wire briefs.

The briefs, of 2020's news, were measured when they were written: F1 0.93 ("wire"), and 0.91, 0.85 and 0.86 of three
later lots ("late"; each before the rules that follow from it).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newswire.tagging import language_model, names

_DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(("half", "least"), [("open", 0.94), ("held", 0.89), ("wire", 0.94), ("late", 0.94)])
def test_exact_spans_and_types(half: str, least: float) -> None:
    rows = [json.loads(line) for line in (_DATA / f"names_{half}.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = [row["text"] for row in rows]
    right = expected = found = 0
    for row, doc in zip(rows, language_model.name_docs(texts), strict=True):
        gold = {tuple(name) for name in row["names"]}
        own = {(start, end, name.type) for name in names.find(row["text"], doc) for start, end in name.mentions}
        right, expected, found = right + len(gold & own), expected + len(gold), found + len(own)

    assert 2 * right / (expected + found) >= least
