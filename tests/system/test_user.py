"""What a user does: start, push, search, look at one story, make mistakes."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import ROOT
from tests.system.conftest import Up, run, wait_for
from tests.unit.ninjs import make_ninjs

STORY = "Lighthouse of Zyxford turns two hundred\n\nThe lighthouse of Zyxford turned 200 on Sunday."


def test_the_sample_stories_are_there_at_the_start(up: Up) -> None:
    samples = [file for file in (ROOT / "events" / "stories").iterdir() if file.suffix in (".json", ".txt")]
    assert len(samples) >= 12
    stories = wait_for(
        lambda: found if len(found := up.search(feed="samples", size="100")) >= 8 else None, 5, "samples"
    )
    assert all(story["headline"] for story in stories)


def test_a_pushed_story_is_found_within_two_seconds(up: Up, tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_text(STORY)
    pushed = up.newswire("push", str(file), "--supplier", "zyx", "--json")
    assert pushed.returncode == 0, pushed.stderr
    [delivery] = json.loads(pushed.stdout)["deliveries"]
    found = wait_for(lambda: up.search('"lighthouse of zyxford"'), 2, "the pushed story")
    assert found[0]["id"] == delivery["story"]
    searched = json.loads(up.newswire("search", '"lighthouse of zyxford"', "--json").stdout)
    assert searched["stories"][0]["headline"] == "Lighthouse of Zyxford turns two hundred"
    printed = up.newswire("search", "zyxford lighthouse").stdout
    assert "Lighthouse of Zyxford" in printed
    assert "zyx" in printed
    whole = httpx.get(f"{up.url}/v1/stories/{delivery['story']}").json()
    assert whole["body_text"] == "The lighthouse of Zyxford turned 200 on Sunday."


def test_a_story_with_slashes_in_its_id_has_an_address(up: Up) -> None:
    body = make_ninjs(uri="http://example.com/news/2026/1?x=a b&y=%41")
    story = httpx.post(f"{up.url}/v1/stories?supplier=ena", json=body).json()["deliveries"][0]["story"]
    address = f"{up.url}/v1/stories/{story.replace('%', '%25').replace('?', '%3F').replace(' ', '%20')}"
    whole = wait_for(lambda: answer if (answer := httpx.get(address)).is_success else None, 3, story).json()
    assert whole["guid"] == "http://example.com/news/2026/1?x=a b&y=%41"


def test_a_broken_delivery_ends_in_quarantine_and_the_queues_are_empty(up: Up) -> None:
    answer = httpx.post(f"{up.url}/v1/stories?supplier=ena", content=b'{"uri": "urn:x", "headline": ')
    assert answer.status_code == 202
    delivery = answer.json()["deliveries"][0]["id"]
    record = wait_for(lambda: up.quarantined().get(delivery), 5, "the quarantined delivery")
    assert "line 1" in record["stories"][0]["reason"]
    wait_for(lambda: not any(up.queue_depths().values()), 5, "empty queues")


def test_a_story_of_several_megabytes_passes_the_queues_limit(up: Up) -> None:
    words = " ".join(f"quokka{number}" for number in range(100_000))
    answer = httpx.post(
        f"{up.url}/v1/stories?supplier=ena", json=make_ninjs(uri="urn:x:large", body_text=words, bodies=None)
    )
    assert answer.status_code == 202
    wait_for(lambda: up.search("quokka99999"), 15, "the large story")


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("colour=red", "colour"), ("size=0", "size"), ("size=1000", "size"), ("cursor=broken", "cursor")],
)
def test_wrong_parameters_are_problems(up: Up, query: str, parameter: str) -> None:
    answer = httpx.get(f"{up.url}/v1/stories?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["parameter"] == parameter


@pytest.mark.parametrize(
    ("body", "status"), [(b"\x89PNG\r\n\x1a\n\x00\x00\x00", 400), (b"", 400), (b"x" * 12_000_000, 413)]
)
def test_wrong_bodies_are_problems(up: Up, body: bytes, status: int) -> None:
    answer = httpx.post(f"{up.url}/v1/stories", content=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status


@pytest.mark.parametrize("path", ["/healthz", "/openapi.json", "/v1/stories"])
def test_every_route_answers_json(up: Up, path: str) -> None:
    answer = httpx.get(up.url + path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert isinstance(answer.json(), dict)


@pytest.mark.parametrize(("path", "status"), [("/v1/stories/ena:nothing", 404), ("/v2", 404)])
def test_what_is_not_there_is_a_problem(up: Up, path: str, status: int) -> None:
    answer = httpx.get(up.url + path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("event", ["ingest/one-story", "push/ninjs", "search/words-and-phrase"])
def test_a_function_is_invoked_with_a_sample_event(up: Up, event: str) -> None:
    """Every sample event goes through its handler in tests/integration/test_events.py."""
    invoked = up.newswire("invoke", event.split("/")[0], str(ROOT / "events" / f"{event}.json"))
    assert invoked.returncode == 0, invoked.stderr
    answer: dict[str, Any] = json.loads(invoked.stdout)
    assert answer.get("statusCode") in (200, 202) or answer == {"batchItemFailures": []}


def one_line(text: str) -> bool:
    return len(text.strip().splitlines()) == 1


def test_a_port_in_use_is_one_line(environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = run(environment, "up", "--port", str(taken.getsockname()[1]))
    assert ended.returncode == 1
    assert one_line(ended.stderr)
    assert "--port" in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["push", "/nowhere.txt"], "/nowhere.txt"),
        (["push", "--url", "http://127.0.0.1:9", str(ROOT / "README.md")], "newswire up"),
        (["search", "x", "--url", "http://127.0.0.1:9"], "newswire up"),
        (["parse", "/nowhere.txt"], "/nowhere.txt"),
        (["invoke", "cook", str(ROOT / "README.md")], "README.md"),
        (["search", "x", "--nonsense"], "--nonsense"),
        (["nonsense"], "nonsense"),
    ],
)
def test_a_mistake_is_one_line(up: Up, arguments: list[str], said: str) -> None:
    ended = up.newswire(*arguments)
    assert ended.returncode != 0
    assert one_line(ended.stderr), ended.stderr
    assert said in ended.stderr


def test_a_file_that_cannot_be_parsed_is_one_line_and_the_others_are_parsed(up: Up, tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "good.txt").write_text(STORY)
    ended = up.newswire("parse", "--json", str(tmp_path / "broken.json"), str(tmp_path / "good.txt"))
    assert ended.returncode == 1
    assert one_line(ended.stderr)
    assert json.loads(ended.stdout)["headline"] == "Lighthouse of Zyxford turns two hundred"


def test_standard_input_is_pushed(up: Up) -> None:
    pushed = up.newswire("push", "-", "--json", stdin="Tide table\n\nHigh water is at noon.")
    assert json.loads(pushed.stdout)["deliveries"][0]["story"].startswith("unknown:")


def test_the_command_runs_as_a_module_too(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "infra.local.cli", "nonsense"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert ended.returncode == 2
    assert "nonsense" in ended.stderr


@pytest.mark.parametrize("command", [[], ["up"], ["push"], ["search"], ["parse"], ["invoke"]])
def test_every_command_explains_itself(environment: dict[str, str], command: list[str]) -> None:
    helped = run(environment, *command, "--help")
    assert helped.returncode == 0
    assert "Usage:" in helped.stdout
