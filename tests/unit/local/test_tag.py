"""`newswire tag`, from lines to lines."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from infra.local.commands.parse import parse
from infra.local.commands.tag import tag
from tests.conftest import ROOT

BODY = (
    "BRUSSELS (ENA) - Commissioner Ada Example met French President Emmanuel Macron in Paris on Monday.\n\n"
    '"The talks between our governments were long and useful," Example said after the summit.'
)


def _tags(*lines: str) -> tuple[list[dict[str, Any]], int]:
    result = CliRunner().invoke(tag, input="\n".join(lines))
    return [json.loads(line) for line in result.stdout.splitlines()], result.exit_code


def test_a_text_has_its_tags_with_their_reasons() -> None:
    [found], code = _tags(json.dumps({"id": 7, "headline": "Summit in Paris", "body": BODY}))
    assert (code, found["id"], found["language"]) == (0, 7, "en")
    names = {entity["name"]: entity for entity in found["entities"]}
    assert {name: names[name]["type"] for name in ("Ada Example", "Emmanuel Macron", "Paris")} == {
        "Ada Example": "person",
        "Emmanuel Macron": "person",
        "Paris": "place",
    }
    paris = names["Paris"]
    assert (paris["geonames_id"], paris["country"]) == (2988507, "FR")
    assert [BODY[start:end] for start, end in paris["mentions"]] == ["Paris"]
    [quote] = found["quotes"]
    assert quote["speaker"] == "Ada Example"
    assert BODY[quote["start"] : quote["end"]].startswith("The talks between")
    assert "medtop:11000000" in {topic["code"] for topic in found["topics"]}
    assert all(entity["evidence"] for entity in found["entities"])
    for told in (*found["topics"], *found["entities"], *found["quotes"]):
        assert told["origin"] in ("rule", "model")
        assert told["evidence"]
        assert 0 < told["confidence"] <= 1


def test_another_language_has_quotations_and_no_names() -> None:
    body = (
        "Die Regierung hat am Montag die Schließung des Hafens beschlossen. „Das ist richtig so“, sagte Anna Müller. "
        * 3
    )
    [found], code = _tags(json.dumps({"id": "x", "headline": "Hafen", "body": body, "language": "de"}))
    assert (code, found["language"], found["entities"], found["topics"]) == (0, "de", [], [])
    assert {quote["speaker"] for quote in found["quotes"]} == {"Anna Müller"}


def test_a_text_full_of_names_is_read_in_its_likeliest_language() -> None:
    body = "Storm hits Bergen. Residents of Mars, Pennsylvania, sent help, and the sun shone over Phoenix, Arizona."
    [found], _ = _tags(json.dumps({"id": 1, "headline": "", "body": body}))
    assert found["language"] == "en"
    assert "Bergen" in {entity["name"] for entity in found["entities"]}


def test_broken_lines_are_named_and_the_others_tagged() -> None:
    found, code = _tags("{", json.dumps({"id": 1, "headline": "h", "body": 3}), json.dumps({"id": 2, "body": ""}))
    assert code == 1
    assert found[0] == {
        "id": 2,
        "language": None,
        "topics": [],
        "entities": [],
        "quotes": [],
        "keywords": [],
        "kind": None,
    }
    assert [answer["line"] for answer in found[1:]] == [1, 2]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("{", "no JSON: "),
        ("[" * 100_000, "no JSON: "),
        ('"text"', 'an object with "id", "headline" and "body" is wanted, not str'),
        ('{"id": 1, "headline": "h"}', 'no "body", and no "body_text"'),
        ('{"body": ["a"]}', '"body" is to be a string, not list'),
        ('{"body": "a", "headline": 3}', '"headline" is to be a string, not int'),
        ('{"body": "a", "language": {}}', '"language" is to be a string, not dict'),
        ('{"body": "a", "dateline": {"city": 3}}', '"dateline": '),
        ('{"body": "a", "genre": 3}', '"genre" is to be a string, not int'),
    ],
)
def test_a_broken_line_is_told_in_one_line(line: str, error: str) -> None:
    found, code = _tags(line, json.dumps({"id": 2, "body": None}))
    assert (code, found[0]["id"], found[1]["line"]) == (1, 2, 1)
    assert found[1]["error"].startswith(error)


def test_what_parse_prints_is_tagged() -> None:
    printed = CliRunner().invoke(parse, ["--json", str(ROOT / "events" / "stories")]).stdout
    stories = [json.loads(line) for line in printed.splitlines()]
    found, code = _tags(*printed.splitlines())
    assert code == 0
    assert [answer["id"] for answer in found] == [story["id"] for story in stories]
    quotes = [
        (quote["speaker"], story["body_text"][quote["start"] : quote["end"]])
        for answer, story in zip(found, stories, strict=True)
        for quote in answer["quotes"]
    ]
    assert quotes


def test_the_dateline_of_what_parse_prints_tells_the_place() -> None:
    line = {"id": 1, "body_text": "Birmingham is shut.", "language": "en", "dateline": {"city": "MONTGOMERY, Ala."}}
    [found], _ = _tags(json.dumps(line))
    [birmingham] = found["entities"]
    assert birmingham["country"] == "US"


@pytest.mark.parametrize(
    ("headline", "body", "mentions"),
    [("", "Putin dies.", [[0, 5]]), ("Putin &amp; dies", "", []), ("Putin dies", "<p>", [])],
)
def test_a_flash_is_tagged(headline: str, body: str, mentions: list[list[int]]) -> None:
    [found], _ = _tags(json.dumps({"id": 1, "headline": headline, "body": body}))
    assert found["language"] == "en"
    [putin] = found["entities"]
    assert (putin["type"], putin["mentions"]) == ("person", mentions)


def test_bad_input_gives_sane_tags_or_none() -> None:
    bodies = ["😀" * 500, "x" * 20_000, '"' * 500, "<p>x</p>" * 200, "\x00\x07", "他说" * 200, "<!-- Rome -->" * 9]
    found, code = _tags(*(json.dumps({"id": n, "headline": "", "body": body}) for n, body in enumerate(bodies)))
    assert (code, [answer["id"] for answer in found]) == (0, list(range(len(bodies))))
    assert all(not answer["entities"] and not answer["quotes"] for answer in found)
