"""`newswire tag`, from lines to lines."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner

from infra.local.commands.tag import tag

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


def test_bad_input_gives_sane_tags_or_none() -> None:
    bodies = ["😀" * 500, "x" * 20_000, '"' * 500, "<p>x</p>" * 200, "\x00\x07", "他说" * 200]
    found, code = _tags(*(json.dumps({"id": n, "headline": "", "body": body}) for n, body in enumerate(bodies)))
    assert (code, [answer["id"] for answer in found]) == (0, [0, 1, 2, 3, 4, 5])
    assert all(not answer["entities"] for answer in found)
