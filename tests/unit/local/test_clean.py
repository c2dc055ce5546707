"""`newswire clean`: lines in, lines out, and a broken one does not end it."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner

from infra.local.commands.clean import clean

STORY = "The harbour was opened again on Sunday, officials said.\n\nIt will stay open."


def _run(*lines: Any) -> tuple[int, list[dict[str, Any]]]:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    result = CliRunner().invoke(clean, input=text)
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def test_paragraphs_with_their_kinds() -> None:
    text = f"Harbour opens again\n\n{STORY}\n\nAdvertisement"
    code, (answer,) = _run({"id": "a", "text": text})

    assert code == 0
    assert (answer["id"], answer["headline"]) == ("a", "Harbour opens again")
    assert [paragraph["kind"] for paragraph in answer["paragraphs"]] == ["body", "body", "promo"]
    assert answer["paragraphs"][0] == {"text": STORY.split("\n\n")[0], "kind": "body", "why": None}
    assert answer["paragraphs"][2]["why"].startswith("advertisement: ")


def test_a_broken_line_is_one_line_and_the_others_are_answered() -> None:
    code, answers = _run({"id": 1, "text": STORY}, "{broken", [1], {"id": 2}, "", "[" * 100_000, {"id": 3, "text": ""})

    assert code == 1
    assert [answer.get("id") for answer in answers] == [1, None, None, None, None, 3]
    assert [answer["line"] for answer in answers if "error" in answer] == [2, 3, 4, 6]
    assert answers[-1]["paragraphs"] == []


def test_a_plain_text_is_one_text(tmp_path: Any) -> None:
    file = tmp_path / "story.txt"
    file.write_bytes(f"Harbour opens again\n\n{STORY}\n\nAdvertisement\n".encode("utf-16"))
    shown = CliRunner().invoke(clean, [str(file)])
    as_json = CliRunner().invoke(clean, ["--json", str(file)])

    kinds = [line.partition(":")[0] for line in shown.stdout.splitlines()]
    assert kinds == ["headline", "body", "body", "promo"]
    answer = json.loads(as_json.stdout)
    assert (answer["id"], answer["paragraphs"][2]["kind"]) == (str(file), "promo")


def test_a_binary_file_is_one_line(tmp_path: Any) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n")
    result = CliRunner().invoke(clean, [str(file)])

    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert "is binary, no text: name a text file" in result.output


def test_nothing_is_nothing() -> None:
    assert _run() == (0, [])


def test_a_file(tmp_path: Any) -> None:
    file = tmp_path / "texts.ndjson"
    file.write_bytes(b'{"id": 1, "text": "a\\ud800b"}\n\xff\n')
    result = CliRunner().invoke(clean, [str(file)])

    first, second = map(json.loads, result.stdout.splitlines())
    assert first["paragraphs"][0]["text"] == "a\ufffdb"
    assert second["line"] == 2
    assert result.exit_code == 1
