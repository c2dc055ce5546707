"""Stories exported as NDJSON and CSV; on the real engine."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from newswire.search import export
from newswire.story import Origin, Person, Story
from search.handler import handler
from tests.conftest import Context, FrozenApp
from tests.integration.http import event_for
from tests.unit.stories import NOW, make_story

NDJSON, CSV = "application/x-ndjson", "text/csv"


def write(app: FrozenApp, *stories: Story) -> None:
    app.index.write(stories)
    app.engine.refresh(app.index.stories)


def ask(app: FrozenApp, accept: str, query: str = "", scope: str | None = None) -> dict[str, Any]:
    event = event_for("/v1/stories", query, scope)
    event["headers"]["accept"] = accept
    answer = handler(event, Context(), app)  # type: ignore[arg-type]
    assert answer["statusCode"] == 200, answer["body"]
    return answer


def link(answer: dict[str, Any]) -> str | None:
    """The query string of what comes next."""
    found = answer.get("headers", {}).get("Link")
    if found is None:
        return None
    assert found.startswith("</v1/stories?")
    assert found.endswith('>; rel="next"')
    query: str = found.removeprefix("</v1/stories?").removesuffix('>; rel="next"')
    return query


def answers(app: FrozenApp, accept: str, query: str) -> Iterator[dict[str, Any]]:
    following: str | None = query
    while following is not None:
        answer = ask(app, accept, following)
        yield answer
        following = link(answer)


def test_lines_are_whole_stories_the_newest_first(app: FrozenApp) -> None:
    person = Person(name="Ann", origin=Origin.RULE, confidence=1)
    old = make_story(guid="old", people=(person,), extra={"x": 1}, body="First – one.\n\nSecond.")
    write(app, old, make_story(guid="new", version_created=NOW + timedelta(hours=1)))
    answer = ask(app, NDJSON, "q=harbour+OR+first")
    assert answer["headers"]["Content-Type"] == "application/x-ndjson; charset=utf-8"
    assert answer["headers"]["Vary"] == "Accept"
    lines = [json.loads(line) for line in answer["body"].splitlines()]
    assert [line["id"] for line in lines] == ["ena:new", "ena:old"]
    assert lines[1] == old.model_dump(mode="json", exclude_none=True, exclude={"paragraphs", "extra"})
    assert link(answer) is None


def test_links_lead_to_the_end_past_what_the_engine_pages(app: FrozenApp) -> None:
    for start in range(0, 10_500, 1500):
        app.index.write([make_story(guid=f"{n:05}", body="x") for n in range(start, start + 1500)])
    app.engine.refresh(app.index.stories)
    sizes, seen = [], []
    for answer in answers(app, NDJSON, "q=harbour"):
        ids = [json.loads(line)["id"] for line in answer["body"].splitlines()]
        sizes.append(len(ids))
        seen += ids
    assert sizes == [1000] * 10 + [500]
    assert len(set(seen)) == 10_500


def test_an_answer_ends_before_it_grows_too_large(app: FrozenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MOST_BYTES", 20_000)
    write(app, *(make_story(guid=f"{n:02}", body="“Häfen” " * 400) for n in range(10)))
    found = list(answers(app, NDJSON, ""))
    assert all(len(json.dumps(answer["body"])) <= 20_000 for answer in found)
    ids = [json.loads(line)["id"] for answer in found for line in answer["body"].splitlines()]
    assert sorted(ids) == [f"ena:{n:02}" for n in range(10)]
    assert len(found) > 2


def test_a_story_too_large_for_any_answer_is_told_without_its_text(
    app: FrozenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST_BYTES", 5000)
    write(app, make_story(guid="large", body="x" * 6000), make_story(guid="small"))
    lines = [json.loads(line) for answer in answers(app, NDJSON, "") for line in answer["body"].splitlines()]
    assert {line["id"]: line.get("too_large", False) for line in lines} == {"ena:large": True, "ena:small": False}
    assert next(line["body_text"] for line in lines if line["id"] == "ena:large") is None


def test_a_size_is_kept_and_the_rest_follows(app: FrozenApp) -> None:
    write(app, *(make_story(guid=f"{n:03}") for n in range(120)))
    found = list(answers(app, NDJSON, "size=55&sort=oldest"))
    assert [len(answer["body"].splitlines()) for answer in found] == [55, 55, 10]


def test_a_table_has_named_columns_and_no_formulas(app: FrozenApp) -> None:
    write(app, make_story(headline="=HYPERLINK(1)", slug="-x", byline="@me", body='He said: "yes",\n\nand +1.'))
    answer = ask(app, CSV)
    assert answer["headers"]["Content-Type"] == "text/csv; charset=utf-8"
    [row] = csv.DictReader(io.StringIO(answer["body"], newline=""))
    assert (row["headline"], row["slug"], row["byline"]) == ("'=HYPERLINK(1)", "'-x", "'@me")
    assert row["body_text"] == 'He said: "yes",\n\nand +1.'
    assert answer["body"].startswith("id,version,status,")


def test_embargoed_stories_are_exported_with_the_scope_only_and_marked(app: FrozenApp) -> None:
    write(app, make_story(embargo_until=NOW + timedelta(hours=1)))
    assert ask(app, NDJSON)["body"] == ""
    assert json.loads(ask(app, NDJSON, "", "embargoed")["body"])["embargoed"] is True
    [row] = csv.DictReader(io.StringIO(ask(app, CSV, "", "embargoed")["body"]))
    assert row["embargoed"] == "true"


def test_only_stories_with_all_words_are_exported(app: FrozenApp) -> None:
    write(app, make_story(guid="both", headline="Ferry strike"), make_story(guid="one", headline="Ferry", body="x"))
    assert [json.loads(line)["id"] for line in ask(app, NDJSON, "q=ferry+strike")["body"].splitlines()] == ["ena:both"]


def test_a_browser_gets_a_page(app: FrozenApp) -> None:
    answer = ask(app, "text/html,application/xhtml+xml,*/*;q=0.8")
    assert answer["headers"]["Content-Type"] == "application/json"
    assert answer["headers"]["Vary"] == "Accept"
