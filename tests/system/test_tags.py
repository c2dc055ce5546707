"""A pushed story is found by the tags that its text tells, and says why it has them."""

from __future__ import annotations

import json
from pathlib import Path

import httpx

from tests.system.conftest import Up, wait_for

STORY = """Envoys meet on ceasefire in Quillonia talks

By Ola Nordmann

GENEVA — Russian President Vladimir Putin and U.S. President Joe Biden sent envoys to peace talks in Geneva on Monday,
the Swiss Foreign Ministry said. Diplomats hope for a treaty on the Quillonia dispute.

"We will not leave this table without a treaty," Biden said in Washington.

Putin told reporters in Moscow: "Our ambassador has my full support."

WATCH: Mickey Mouse opens a theme park in Florida
"""


def test_a_pushed_story_is_found_by_what_its_text_tells(up: Up, tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_text(STORY)
    pushed = up.newswire("push", str(file), "--supplier", "tagged", "--json")
    assert pushed.returncode == 0, pushed.stderr
    [delivery] = json.loads(pushed.stdout)["deliveries"]
    [shown] = wait_for(lambda: up.search("quillonia"), 3, "the pushed story")
    assert {"Vladimir Putin", "Joe Biden"} <= set(shown["people"])
    assert {"Geneva", "Washington", "Moscow"} <= set(shown["places"])
    assert "politics and government" in {topic["name"] for topic in shown["topics"]}
    for parameters in (
        {"person": "Joe Biden"},
        {"place": "Geneva"},
        {"place": "Switzerland"},
        {"topic": "medtop:20000638"},  # international relations
    ):
        assert delivery["story"] in {story["id"] for story in up.search(supplier="tagged", **parameters)}, parameters
    whole = httpx.get(f"{up.url}/v1/stories/{delivery['story']}").json()
    assert {quote["speaker"] for quote in whole["quotes"]} == {"Vladimir Putin", "Joe Biden"}
    assert 2660646 in {place.get("geonames_id") for place in whole["places"]}
    assert not any(word in json.dumps(whole["places"] + whole["people"]) for word in ("Mickey", "Florida"))
    assert all(tag["evidence"] for name in ("topics", "people", "places", "quotes") for tag in whole[name])


def test_a_dry_run_of_the_rules_says_that_nothing_changes(up: Up) -> None:
    answer = up.newswire("retag", "--dry-run", "--json")
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["tag_changes"]["changed"] == 0
