"""Pages and their stories as a terminal, and a file, shows them."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from infra.local import page_lines
from infra.local.story_lines import age
from tests.unit.local.results import make_hit, make_page, make_query

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def shown(page: dict[str, Any], *, terminal: bool = False, width: int = 60) -> list[str]:
    file = io.StringIO()
    console = Console(
        file=file,
        force_terminal=terminal,
        color_system="standard" if terminal else None,
        width=width,
        highlight=False,
    )
    page_lines.show(page, console, NOW)
    return file.getvalue().splitlines()


def plain(line: str) -> str:
    return re.sub(r"\x1b\[[\d;]*m", "", line)


def test_a_story_is_three_lines() -> None:
    page = make_page(make_hit())
    assert shown(page) == [
        "Harbour reopens after storm",
        "  1 h · ena · urgency 4 · ena:1",
        "  The harbour reopened on Sunday.",
        "1 story found",
    ]


def test_what_matches_is_coloured_in_a_terminal_and_plain_in_a_file() -> None:
    marks = {"headline": "<mark>Harbour</mark> &amp; sea", "body": ["a <mark>harbour</mark> &lt;b&gt;", "more"]}
    page = make_page(make_hit(highlights=marks))
    headline, _, passage, _ = shown(page, terminal=True)
    assert "\x1b[1;33mHarbour\x1b[0m" in headline
    assert "\x1b[1;33mharbour\x1b[0m" in passage
    assert [plain(line) for line in (headline, passage)] == ["Harbour & sea", "  a harbour <b> … more"]
    assert not any("\x1b" in line for line in shown(page))
    assert shown(page)[0] == "Harbour & sea"


def test_a_story_stays_three_lines_in_a_narrow_terminal_and_its_id_stays_whole() -> None:
    page = make_page(make_hit(headline="long " * 50, summary="word " * 100, id="ena:1"))
    lines = [plain(line) for line in shown(page, terminal=True, width=40)]
    assert len(lines) == 4
    assert (lines[0][-1], lines[2][-1]) == ("…", "…")
    assert lines[1].endswith("ena:1")
    assert len(shown(page)[2]) > 400


HOSTILE = "\x1b[2J\x1b]8;;http://evil\x07[bold]x[/bold] :smile: \x9b31m\u202e"


@pytest.mark.parametrize("field", ["headline", "supplier", "id", "summary"])
@pytest.mark.parametrize("terminal", [True, False])
def test_a_story_gives_the_terminal_no_orders(field: str, terminal: bool) -> None:
    text = "\n".join(shown(make_page(make_hit(**{field: HOSTILE})), terminal=terminal, width=200))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", plain(text))
    assert "␛[2J" in plain(text)
    assert "[bold]x[/bold] :smile:" in plain(text)


def test_highlights_warnings_and_labels_give_no_orders_either() -> None:
    page = make_page(
        make_hit(highlights={"headline": "&#x1b;[2J<mark>\x1bc</mark>", "body": [HOSTILE]}),
        query=make_query(text="x", understood_as=HOSTILE, warnings=[HOSTILE], did_you_mean=HOSTILE),
        explain={"stories": [], "story": {"story": HOSTILE, "found": False, "because": [], "hidden": None}},
        facets={"person": [{"value": HOSTILE, "label": HOSTILE, "count": 1}]},
        next=HOSTILE,
    )
    text = "\n".join(shown(page, terminal=True, width=400))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", plain(text))


def test_words_around_a_mark_keep_their_spaces() -> None:
    page = make_page(make_hit(highlights={"headline": "the <mark>old</mark> <mark>harbour</mark>-wall", "body": []}))
    assert shown(page)[0] == "the old harbour-wall"


def test_meaning_and_warnings_stand_above() -> None:
    query = make_query(text="putin biden (", understood_as="putin biden", warnings=["a parenthesis was left out"])
    lines = shown(make_page(make_hit(), query=query))
    assert lines[:2] == ["understood as: putin biden", "note: a parenthesis was left out"]
    same = make_query(text=" putin ", understood_as="putin")
    assert shown(make_page(query=same)) == ["0 stories found"]


def test_another_query_is_offered() -> None:
    query = make_query(text="puttin", understood_as="puttin", did_you_mean="putin")
    assert shown(make_page(query=query))[0] == "did you mean: putin"


CLAUSES = [{"clause": "storm", "matched": True, "score": 1.234}, {"clause": "urgency:1", "matched": False, "score": 0}]


def test_a_story_is_explained_below_it() -> None:
    score = {"total": 1.5, "as_typed": 0.1, "newness": 1.05}
    explained: dict[str, Any] = {"stories": [{"id": "ena:1", "clauses": CLAUSES, "score": score}], "story": None}
    assert shown(make_page(make_hit(), explain=explained))[3] == (
        "  why: ✓ storm 1.23 · ✗ urgency:1 · as typed 0.10 · × 1.05 as new · score 1.50"
    )
    explained["stories"] = [{"id": "ena:1", "clauses": CLAUSES, "score": None}]
    assert shown(make_page(make_hit(), explain=explained))[3] == "  why: ✓ storm 1.23 · ✗ urgency:1"


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"found": False}, "ena:9 is not found: ✓ storm · ✗ urgency:1"),
        ({"found": True}, "ena:9 is found: ✓ storm · ✗ urgency:1"),
        ({"found": True, "because": []}, "ena:9 is found"),
        ({"hidden": "embargo"}, "ena:9 is not shown: it is under embargo"),
        ({"hidden": "unknown"}, "ena:9 is not shown: there is no such story"),
    ],
)
def test_it_is_told_why_a_story_is_not_found(fields: dict[str, Any], line: str) -> None:
    story = {"story": "ena:9", "found": False, "because": CLAUSES, "hidden": None, **fields}
    assert shown(make_page(explain={"stories": [], "story": story}), width=200)[0] == line


def test_partial_and_embargoed_stories_are_marked() -> None:
    hit = make_hit(partial=True, embargoed=True, embargo_until="2026-03-02T09:00:00Z", urgency=None)
    assert shown(make_page(hit))[1] == (
        "  some of the words · under embargo until 2026-03-02 09:00 · 1 h · ena · ena:1"
    )
    never = make_hit(embargoed=True, embargo_until="9999-12-31T00:00:00Z")
    assert "until a newer version" in shown(make_page(never))[1]


def test_a_flash_stands_out() -> None:
    _, facts, *_ = shown(make_page(make_hit(urgency=1)), terminal=True)
    assert "\x1b[1;31murgency 1\x1b[0m" in facts


def test_a_story_without_headline_is_called_by_its_slug() -> None:
    assert shown(make_page(make_hit(headline=None)))[0] == "HARBOUR"
    assert shown(make_page(make_hit(headline=None, slug=None)))[0] == "(no headline)"


def test_facets_and_bars() -> None:
    page = make_page(
        facets={
            "supplier": [{"value": f"s{n}", "label": f"S{n}", "count": n} for n in range(9, 0, -1)],
            "genre": [],
        },
        histogram=[{"from": f"2026-03-0{n}T00:00:00Z", "count": count} for n, count in enumerate((4, 0, 8), 1)],
    )
    assert shown(page, width=200)[:2] == [
        "supplier:     S9 (9) · S8 (8) · S7 (7) · S6 (6) · S5 (5) · S4 (4) · S3 (3) · S2 (2) · …",
        "over time:    2026-03-01 ▄ █ 2026-03-03",
    ]


def test_a_lower_bound_and_the_next_page_are_told() -> None:
    lines = shown(make_page(total={"value": 10_000, "relation": "gte"}, next="abc"))
    assert lines == ["10000 stories or more found", "go on with --cursor abc"]


@pytest.mark.parametrize(
    ("minutes", "told"), [(-5, "0 min"), (59, "59 min"), (60, "1 h"), (47 * 60, "47 h"), (48 * 60, "2026-02-27")]
)
def test_age(minutes: int, told: str) -> None:
    assert age(NOW - timedelta(minutes=minutes), NOW) == told


def test_a_day_is_one_of_the_readers_zone() -> None:
    assert age(datetime(2026, 2, 1, 23, tzinfo=UTC), NOW.astimezone(ZoneInfo("Asia/Tokyo"))) == "2026-02-02"
