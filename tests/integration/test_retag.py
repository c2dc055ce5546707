"""Tags from the delivery to the search, and tagging again, on moto and the real engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest

from lifecycle.handler import handler
from newswire.errors import EngineUnavailable
from newswire.index import Index
from newswire.replay import Replay
from newswire.retag import Retagged, retag
from newswire.story import Person, Status, Story
from newswire.tagging import tagger
from tests.conftest import Context, FrozenApp, keys
from tests.integration import http
from tests.integration.conftest import take_in
from tests.unit.ninjs import make_delivery
from tests.unit.stories import NOW, make_story

BODY = (
    "Norwegian Prime Minister Jonas Gahr Støre opened the hospital in Bergen. "
    "The European Medicines Agency praised the doctors who treat patients there.\n\n"
    '"Nobody will wait for surgery here," Støre said.'
)
OLD = "older"


def norwegian(**fields: Any) -> Story:
    return make_story(**{"headline": "New hospital opens", "body": BODY, "language": "en", **fields})


def push(app: FrozenApp, delivery_id: str = "d1", **fields: Any) -> None:
    body = {"bodies": [{"role": "main", "contentType": "text/plain", "value": BODY}]}
    app.queue.send(make_delivery(delivery_id=delivery_id, **{"uri": "urn:x:1", **body, **fields}))
    take_in(app)
    app.engine.refresh(app.index.stories)


def found(app: FrozenApp, **parameters: str) -> list[str]:
    return [story["id"] for story in json.loads(http.ask(app, "/v1/stories", **parameters)["body"])["stories"]]


def again(app: FrozenApp, tag: Any = None, rules: str | None = "today", **options: bool) -> Retagged:
    rules = tagger.rules_version() if rules == "today" else rules
    return max(
        retag(app.index, tag or app.tag, rules, lambda: 30, **options),
        key=lambda done: done.stories,
        default=Retagged(),
    )


def tagged_by(rules: str, name: str) -> Callable[..., list[Story]]:
    """Tags of other rules: one person, whoever is named."""
    person = Person(name=name, origin="rule", confidence=1, evidence="an old rule")

    def tag(stories: Sequence[Story], time_left: Callable[[], float]) -> list[Story]:
        return [story.model_copy(update={"people": (person,), "rules_version": rules}) for story in stories]

    return tag


def people(index: Index, story: Story) -> list[str]:
    """Who is named in a story as it is now, and in its version; they must be the same."""
    now, version = index.get(story.id), index.version(story.id, story.version)
    assert now
    assert version
    names = [[person["name"] for person in document.get("people", ())] for document in (now, version)]
    assert names[0] == names[1]
    return names[0]


def test_a_story_is_found_by_its_tags_and_shows_why(app: FrozenApp) -> None:
    push(app)
    for parameters in (
        {"topic": "medtop:07000000"},
        {"person": "Jonas Gahr Støre"},
        {"organisation": "European Medicines Agency"},
        {"place": "Bergen"},
        {"place": "Norway"},
    ):
        assert found(app, **parameters) == ["ena:urn:x:1"], parameters
    story = json.loads(http.ask(app, "/v1/stories/ena:urn:x:1")["body"])
    assert [person["evidence"] for person in story["people"]] == ["title 'Prime Minister' before it"]
    assert story["quotes"][0]["speaker"] == "Jonas Gahr Støre"
    assert story["rules_version"] == tagger.rules_version()


def test_a_kind_found_by_rule_is_a_genre_to_search_by(app: FrozenApp) -> None:
    push(app, headlines=[{"value": "OBITUARY: Ola Nordmann, who built bridges, dies at 90"}])
    assert found(app, genre="obituary") == ["ena:urn:x:1"]


def test_a_replay_gives_the_same_tags(app: FrozenApp) -> None:
    push(app)
    push(app, "d2", version="2", headlines=[{"value": "Hospital opens in Bergen"}])
    live = [app.index.get("ena:urn:x:1"), app.index.version("ena:urn:x:1", 1)]
    # What was written without its tags meanwhile has them again.
    created = NOW - timedelta(hours=2)
    untagged = [norwegian(guid="urn:x:1", version=version, version_created=created) for version in (1, 2)]
    assert [write.outcome for write in app.index.write(untagged)] == ["superseded", "accepted"]
    [*Replay(app.archive, app.index, app.now, app.tag).run(keys("raw/"))]
    assert [app.index.get("ena:urn:x:1"), app.index.version("ena:urn:x:1", 1)] == live
    assert live[0]
    assert live[0]["people"]


def test_when_tagging_fails_the_story_is_there_and_the_schedule_tags_it_later(
    app: FrozenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(tagger, "tag", lambda _: 1 / 0)
        push(app)
    story = norwegian(guid="urn:x:1")
    assert people(app.index, story) == []
    changes = app.changes.tail()
    assert handler({}, Context(), app)["tagged"] == 1  # type: ignore[arg-type]
    assert people(app.index, story) == ["Jonas Gahr Støre"]
    assert handler({}, Context(), app)["tagged"] == 0  # type: ignore[arg-type]
    assert app.changes.tail() == changes


def test_the_schedule_leaves_what_other_rules_have_tagged_and_does_not_load_the_tagger_for_it(app: FrozenApp) -> None:
    app.index.write(tagged_by(OLD, "Ola Nordmann")([norwegian()], lambda: 30))
    assert handler({}, Context(), app)["tagged"] == 0  # type: ignore[arg-type]
    assert "tag" not in app.__dict__
    assert people(app.index, norwegian()) == ["Ola Nordmann"]


def test_without_time_the_schedule_leaves_tags_to_the_next_run(app: FrozenApp) -> None:
    app.index.write([norwegian()])
    assert handler({}, Context(seconds_left=15), app)["tagged"] == 0  # type: ignore[arg-type]
    assert handler({}, Context(seconds_left=30), app)["tagged"] == 1  # type: ignore[arg-type]


def test_every_version_in_both_indices_is_tagged_again_at_its_own_number(app: FrozenApp) -> None:
    stories = [norwegian(guid=f"g{n}", version=version) for n in range(30) for version in (1, 2)]
    app.index.write(tagged_by(OLD, "Ola Nordmann")(stories, lambda: 30))
    done = again(app)
    assert (done.stories, done.versions, done.overtaken, done.left) == (30, 30, 0, 0)
    assert done.changes.as_dict()["tags"]["people"] == {"added": 30, "removed": 30}
    for n in (0, 29):
        assert people(app.index, stories[2 * n + 1]) == ["Jonas Gahr Støre"]
        first = app.index.version(f"ena:g{n}", 1)
        assert first
        assert (first["version"], first["people"][0]["name"]) == (1, "Jonas Gahr Støre")
    assert again(app).stories == 0


def test_what_is_interrupted_goes_on(app: FrozenApp) -> None:
    app.index.write([norwegian(guid=f"g{n}") for n in range(60)])
    steps = retag(app.index, app.tag, None, lambda: 30)
    next(steps)
    steps.close()  # type: ignore[attr-defined]
    assert 0 < again(app, rules=None).stories < 60
    assert again(app).stories == 0


def test_a_dry_run_tells_what_would_change_and_writes_nothing(app: FrozenApp, newswire: Any) -> None:
    app.index.write(tagged_by(OLD, "Ola Nordmann")([norwegian()], lambda: 30))
    answer = newswire("retag", "--dry-run", "--json")
    assert answer.exit_code == 0
    summary = json.loads(answer.stdout)
    assert (summary["written"], summary["stories"]) == (False, 0)
    assert summary["tag_changes"]["tags"]["people"] == {"added": 1, "removed": 1}
    examples = {(each["change"], each["tag"], each["evidence"]) for each in summary["tag_changes"]["examples"]}
    assert ("removed", "Ola Nordmann", "an old rule") in examples
    assert ("added", "Jonas Gahr Støre", "title 'Prime Minister' before it") in examples
    assert people(app.index, norwegian()) == ["Ola Nordmann"]
    written = newswire("retag")
    assert "1 stories and 0 earlier versions" in written.stdout
    assert people(app.index, norwegian()) == ["Jonas Gahr Støre"]
    assert "the tags of 0 of 0 stories" in newswire("retag").stdout


def test_a_reindex_applies_new_rules_and_its_dry_run_shows_them(
    app: FrozenApp, newswire: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from infra.opensearch.reindex import Reindex

    monkeypatch.setattr(
        "infra.local.commands.reindex.Reindex", lambda app: Reindex(app, wait=lambda _: None, under_way_seconds=1)
    )
    push(app)
    old = tagged_by(OLD, "Ola Nordmann")([norwegian(guid="urn:x:1", version_created=NOW - timedelta(hours=2))], int)
    assert [write.outcome for write in app.index.write(old)] == ["accepted"]
    shown = newswire("reindex", "--dry-run").stdout
    assert "- people Ola Nordmann (an old rule) in ena:urn:x:1" in shown
    assert people(app.index, old[0]) == ["Ola Nordmann"]
    summary = json.loads(newswire("reindex", "--json").stdout)
    assert summary["tag_changes"]["tags"]["people"] == {"added": 1, "removed": 1}
    assert people(app.index, old[0]) == ["Jonas Gahr Støre"]


def kill(app: FrozenApp) -> None:
    app.index.write([norwegian(version=2, status=Status.KILLED, ed_note="Sent in error.")])


def kill_of_an_older_number(app: FrozenApp) -> None:
    app.index.write([norwegian(version=0, status=Status.KILLED, version_created=NOW + timedelta(hours=1))])


@pytest.mark.parametrize("withdraw", [kill, kill_of_an_older_number])
def test_a_kill_between_reading_and_writing_stands(app: FrozenApp, withdraw: Callable[[FrozenApp], None]) -> None:
    app.index.write([norwegian()])

    def tag(stories: Sequence[Story], time_left: Callable[[], float]) -> Sequence[Story]:
        withdraw(app)
        return app.tag(stories, time_left)

    done = again(app, tag)
    now, version = app.index.get(norwegian().id), app.index.version(norwegian().id, 1)
    for document in (now, version):
        assert document
        assert (document["status"], document.get("people"), document["body_text"]) == ("killed", [], "")
    assert done.stories == 0
    assert again(app).stories == 0


def test_a_kill_right_before_the_write_stands(app: FrozenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes when nothing had changed at the last look."""
    app.index.write([norwegian()])
    write = app.index.write

    def after_a_kill(stories: Sequence[Story]) -> Any:
        monkeypatch.undo()
        kill(app)
        return write(stories)

    monkeypatch.setattr(app.index, "write", after_a_kill)
    assert again(app).stories == 0
    for document in (app.index.get(norwegian().id), app.index.version(norwegian().id, 1)):
        assert document
        assert (document["status"], document["body_text"]) == ("killed", "")


@pytest.mark.parametrize("newer", [{"version": 2}, {"version": 1}])
def test_what_came_between_reading_and_writing_stands(app: FrozenApp, newer: dict[str, Any]) -> None:
    """A newer version; or another text of the same number, which suppliers send."""
    app.index.write([norwegian()])
    other = norwegian(headline="The other one", body="Kari Nordmann sails.", **newer)
    came: list[Story] = []

    def tag(stories: Sequence[Story], time_left: Callable[[], float]) -> Sequence[Story]:
        if not came:
            came.append(other)
            app.index.write(app.tag([other], time_left))
        return app.tag(stories, time_left)

    done = again(app, tag)
    now, version = app.index.get(other.id), app.index.version(other.id, other.version)
    assert now
    assert version
    assert now["headline"] == version["headline"] == "The other one"
    assert now["version"] == other.version
    assert done.stories == 0


def test_what_cannot_be_tagged_keeps_the_tags_it_has(app: FrozenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    app.index.write(tagged_by(OLD, "Ola Nordmann")([norwegian()], lambda: 30))
    monkeypatch.setattr(tagger, "tag", lambda _: 1 / 0)
    done = again(app)
    assert (done.stories, done.left) == (0, 1)
    assert people(app.index, norwegian()) == ["Ola Nordmann"]


def test_an_engine_that_is_away_ends_it(app: FrozenApp) -> None:
    app.index.write([norwegian()])
    app.engine._sleep = lambda _: None
    block = {"index.blocks.read_only_allow_delete": True}
    app.engine.client.indices.put_settings(index=app.index.versions, body=block)
    with pytest.raises(EngineUnavailable, match="tags could not be written"):
        again(app)
    app.engine.client.indices.put_settings(index=app.index.versions, body=dict.fromkeys(block))
    assert again(app).stories == 1
