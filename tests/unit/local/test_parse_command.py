"""`newswire parse`, and what the command line says of a fault of ours."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from infra.local import cli
from infra.local.commands import parse as command
from infra.local.commands.parse import held
from newswire.story import UNTIL_A_NEWER_VERSION, Status
from tests.unit.stories import make_story

NOW = datetime(2024, 6, 20, 12, tzinfo=UTC)


def _shown(body: bytes, *options: str) -> str:
    result = CliRunner().invoke(command.parse, ["-", *options], input=body)
    assert result.exit_code == 0
    return result.stdout


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"uri": "u", "title": "t", "version": "2"}', ["the supplier's\n", "the supplier's number"]),
        (b"Slug: a\n\nWords.", ["a digest of the words: text without an Id line", "always 1"]),
        (b"Slug: a\nId: b\n\nWords.", ["the supplier's\n", "the time it was received"]),
        (b"Slug: a\nId: b\nDate: 2024-06-20\n\nWords.", ["the time it was created"]),
        (b"<nitf><body><body.head><hedline><hl1>t</hl1></hedline></body.head></body></nitf>",
         ["a digest of the words: the supplier gave no guid"]),
    ],
)  # fmt: skip
def test_how_identity_and_version_were_found(body: bytes, words: list[str]) -> None:
    shown = _shown(body)

    assert [each for each in words if each not in shown] == []


def test_a_city_that_the_dateline_prints_is_shown_once() -> None:
    shown = _shown(b"Bridge\n\nOSLO (NW) - The new bridge over the fjord is open now.")

    assert "dateline:        OSLO (NW) -\n" in shown


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, None),
        ({"embargo_until": datetime(2024, 6, 20, 11, tzinfo=UTC)}, None),
        ({"embargo_until": datetime(2024, 6, 21, tzinfo=UTC)}, "until 2024-06-21T00:00:00+00:00: it is under embargo"),
        (
            {"embargo_until": UNTIL_A_NEWER_VERSION, "embargo_text": "HOLD FOR MAY"},
            "until a newer version: HOLD FOR MAY",
        ),
        ({"status": Status.WITHHELD}, "until a newer version: it is withheld"),
        ({"status": Status.KILLED}, "for good: it is killed"),
    ],
)
def test_why_a_story_is_held(fields: dict[str, object], why: str | None) -> None:
    assert held(make_story(**fields), NOW) == why


def test_a_held_story_says_so_first() -> None:
    assert _shown(b"EMBARGOED UNTIL FRIDAY\n\nBridge\n\nThe bridge opened.").startswith(
        "held:            until a newer"
    )


def test_the_content_type_declares_the_character_set() -> None:
    line = _shown("мир".encode("koi8-r"), "--json", "--content-type", "text/plain; charset=koi8-r")

    assert json.loads(line)["body_text"] == "мир"


@pytest.mark.parametrize("debug", [True, False])
def test_a_fault_of_ours_is_one_line(
    debug: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError("by\nzero")

    file = tmp_path / "story.txt"
    file.write_bytes(b"words")
    monkeypatch.setattr(command, "parse_delivery", broken)
    monkeypatch.setattr(sys, "argv", ["newswire", *(["--debug"] if debug else []), "parse", str(file)])
    with pytest.raises(ZeroDivisionError if debug else SystemExit) as ended:
        cli.main()

    if not debug:
        assert ended.value.args == (1,)
        assert capsys.readouterr().err.count("\n") == 1
