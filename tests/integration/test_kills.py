"""What a kill covers is gone from both indices, in whatever order things arrive, on the real engine."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from opensearchpy import OpenSearch

from newswire.engine import Engine
from newswire.index import Index
from newswire.outcome import Outcome
from newswire.story import Status, Story
from newswire.withdrawal import Withdrawal
from tests.unit.stories import NOW, make_story

HOUR = timedelta(hours=1)


def version(number: int, after: timedelta = timedelta(0), guid: str = "1", **fields: Any) -> Story:
    return make_story(guid=guid, version=number, version_created=NOW + after, headline=f"Words {number}", **fields)


def kill(number: int, after: timedelta, guid: str = "1", note: str = "Sent in error.") -> Story:
    return version(number, after, guid, status=Status.KILLED, ed_note=note)


def state(engine: OpenSearch, index: Index, guid: str) -> Any:
    """Return all that the indices hold of a story, external versions too, without its guid."""
    found = []
    for name, field in ((index.stories, "id"), (index.versions, "story")):
        engine.indices.refresh(index=name)
        body = {"query": {"term": {field: f"ena:{guid}"}}, "size": 100}
        hits = engine.search(index=name, body=body, params={"version": "true"})["hits"]["hits"]
        found.append(sorted((hit["_id"], hit["_version"], hit["_source"]) for hit in hits))
    return json.loads(json.dumps(found).replace(f"ena:{guid}", "ena:*").replace(f'"guid": "{guid}"', '"guid": "*"'))


LIVES = {
    "a kill with a small number and a late time": [version(3), version(4, HOUR), kill(0, HOUR * 2)],
    "a newer state of the same number after it": [version(1), kill(0, HOUR), version(1, HOUR * 2)],
    "two kills, each of which covers something else": [
        kill(1, HOUR, note="One."),
        kill(0, HOUR * 3, note="Two."),
        version(2, HOUR * 2),
    ],
}


@pytest.mark.parametrize("life", LIVES.values(), ids=LIVES)
def test_the_order_of_arrival_leaves_no_trace(engine: OpenSearch, index: Index, life: list[Story]) -> None:
    states = []
    for number, order in enumerate(permutations(life)):
        for story in order:
            index.write([story.model_copy(update={"guid": f"g{number}"})])
        states.append(state(engine, index, f"g{number}"))
    assert all(each == states[0] for each in states)


def test_two_kills_of_one_number_are_known_the_same_in_both_orders(index: Index) -> None:
    """Numbers as large as this one leave no room for a time, so that the two have one precedence."""
    number = 2**30
    for guid, (first, second) in enumerate(permutations([(HOUR, "One."), (HOUR * 2, "Two.")])):
        for after, note in (first, second):
            index.write([kill(number, after, str(guid), note)])
    known = [index.burial.withdrawal_of(f"ena:{guid}") for guid in range(2)]
    assert known[0] == known[1]
    assert (known[0].note, known[0].latest_note) == ("Two.", "Two.")


def test_no_text_is_left_of_what_is_killed(engine: OpenSearch, index: Index) -> None:
    index.write([version(1), version(2, HOUR)])
    [written] = index.write([kill(0, HOUR * 2)])
    assert written.outcome is Outcome.ACCEPTED
    assert "Words" not in json.dumps(state(engine, index, "1"))
    document = index.get("ena:1")
    assert document is not None
    assert (document["version"], document["status"], document["ed_note"]) == (2, "killed", "Sent in error.")


def test_more_versions_than_one_request_holds_are_buried(engine: OpenSearch, index: Index) -> None:
    index.write([version(number) for number in range(250)])
    index.write([kill(250, HOUR)])
    assert "Words" not in json.dumps(state(engine, index, "1"))


def test_what_has_expired_is_killed_all_the_same(engine: OpenSearch, index: Index) -> None:
    index.write([version(1)])
    [hit] = index.engine.get_many(index.stories, ["ena:1"])
    assert hit is not None
    withdrawal = {"ena:1": Withdrawal(expired=hit["_version"])}
    index.burial.announce(withdrawal)
    index.burial.bury(withdrawal)
    assert (index.get("ena:1") or {})["status"] == "expired"
    [late] = index.write([version(1)])
    assert late.outcome is Outcome.SUPERSEDED
    index.write([kill(0, HOUR)])
    assert (index.get("ena:1") or {})["status"] == "killed"


def test_a_writer_that_was_overtaken_by_a_kill_leaves_no_text(engine: OpenSearch, index: Index) -> None:
    class Overtaken(Engine):
        """Another process writes the kill while this one has read that there is none."""

        def get_many(self, *args: Any, **kwargs: Any) -> Any:
            answer = super().get_many(*args, **kwargs)
            if not overtaken:
                overtaken.append(True)
                index.write([kill(0, HOUR)])
            return answer

    overtaken: list[bool] = []
    prefix = index.stories.removesuffix("stories")
    [written] = Index(Overtaken(engine), prefix).write([version(1)])
    assert written.outcome is Outcome.SUPERSEDED
    assert "Words" not in json.dumps(state(engine, index, "1"))


def test_a_story_from_before_1970_is_no_more_killed_than_another(engine: OpenSearch, index: Index) -> None:
    old = make_story(version_created=NOW.replace(year=1961))
    assert [write.outcome for write in index.write([old])] == [Outcome.ACCEPTED]
    assert (index.get(old.id) or {})["status"] == "usable"
