"""A new generation of the indices out of the archive, on moto and the real engine."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest
from opensearchpy import OpenSearch

from infra.opensearch.claim import Claim, ReindexUnderWay
from infra.opensearch.generation import Generation, live
from infra.opensearch.reindex import Reindex, ReindexRefused
from newswire import ingest
from newswire.formats import parse as read
from newswire.story import Origin, Story, Topic
from tests.conftest import BUCKET, FrozenApp, keys
from tests.integration.conftest import take_in
from tests.unit.ninjs import make_delivery, make_ninjs
from tests.unit.stories import NOW, make_story

KILL = {"version": "2", "pubStatus": "canceled", "edNote": "Sent in error."}


def push(app: FrozenApp, delivery_id: str, **fields: Any) -> None:
    app.clock += timedelta(seconds=1)
    app.queue.send(make_delivery(delivery_id=delivery_id, **fields))
    take_in(app)


def reindex(app: FrozenApp) -> Reindex:
    return Reindex(app, wait=lambda _: None, under_way_seconds=1)


def number(app: FrozenApp) -> int:
    return live(app.engine, app.settings.index_prefix).number


def run(app: FrozenApp, **options: bool) -> Reindex:
    work = reindex(app)
    for _ in work.run(**options):
        pass
    return work


def found(app: FrozenApp) -> list[str]:
    app.engine.refresh(app.index.stories)
    return sorted(hit["_id"] for hit in app.index.search({"size": 100})["hits"]["hits"])


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infra.local.commands.reindex.Reindex", reindex)


@pytest.fixture
def history(app: FrozenApp) -> None:
    for name in ("a", "b", "c"):
        push(app, name, uri=f"urn:x:{name}")
    push(app, "kill", uri="urn:x:b", **KILL)


def test_it_fills_compares_and_swaps_and_keeps_the_old_one(app: FrozenApp, history: None, newswire: Any) -> None:
    answer = newswire("reindex", "--json")
    assert answer.exit_code == 0
    summary = json.loads(answer.stdout)
    assert (summary["swapped"], summary["deliveries"], summary["different"]) == (True, 4, 0)
    assert summary["content_hashes"]["live"] == summary["content_hashes"]["new"]
    assert all(counts["live"] == counts["new"] > 0 for counts in summary["counts"].values())
    assert number(app) == 2
    assert found(app) == ["ena:urn:x:a", "ena:urn:x:b", "ena:urn:x:c"]
    assert Generation(app.engine, app.settings.index_prefix, 1).count("stories") == 3
    assert newswire("reindex", "--drop-old").exit_code == 0
    assert number(app) == 3
    assert not app.engine.client.indices.exists(index=f"{app.settings.index_prefix}stories-v2")


def test_new_rules_change_documents_and_a_dry_run_says_so_and_leaves_nothing(
    app: FrozenApp, history: None, newswire: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(delivery: Any) -> list[Any]:
        return [s.model_copy(update={"genre": "news"}) if isinstance(s, Story) else s for s in read(delivery)]

    monkeypatch.setattr("newswire.ingest.parse", parse)
    answer = newswire("reindex", "--dry-run")
    assert answer.exit_code == 0
    assert "4 different" in answer.stdout  # two usable stories, in both indices
    assert "genre" in answer.stdout
    assert number(app) == 1
    made = app.engine.client.indices.get(index=f"{app.settings.index_prefix}*")
    assert {name.removeprefix(app.settings.index_prefix) for name in made} == {
        "stories-v1",
        "versions-v1",
        "changes-v1",
    }


def test_what_does_not_come_out_of_the_archive_refuses_the_swap(app: FrozenApp, history: None) -> None:
    app.archive.remove(keys("raw/")[0])
    with pytest.raises(ReindexRefused, match=r"new ones: 2 .*urn:x:a"):
        run(app)
    assert number(app) == 1
    push(app, "a2", uri="urn:x:a", version="2")  # a newer version is there, and still the older one is missed
    with pytest.raises(ReindexRefused, match="new ones: 1 "):
        run(app, resume=True)


def test_deliveries_that_come_at_any_time_are_in_the_new_index(app: FrozenApp, history: None) -> None:
    """Each step of the reindex is followed by a new story, a kill of the one before, and a search."""
    steps = 0
    for steps, _ in enumerate(reindex(app).run(), 1):
        if steps < 8:
            push(app, f"n{steps}", uri=f"urn:x:n{steps}", bodies=[{"value": f"Quokka {steps}."}])
            push(app, f"k{steps}", uri=f"urn:x:n{steps - 1}", **KILL)
        assert {"ena:urn:x:a", "ena:urn:x:c"} <= set(found(app))
    assert number(app) == 2
    assert {f"ena:urn:x:n{step}" for step in range(1, min(steps, 8))} <= set(found(app))
    killed = app.index.search({"size": 100, "query": {"term": {"status": "killed"}}})["hits"]["hits"]
    assert len(killed) >= min(steps, 8) - 1
    assert all(hit["_source"]["body_text"] == "" for hit in killed)


def test_what_is_not_archived_yet_at_the_swap_is_copied_and_kills_reach_it(app: FrozenApp, history: None) -> None:
    work = reindex(app)
    for step in work.run():
        if step.doing == "comparing" and work.comparison.counts.keys() == {"stories", "versions"}:
            # written, and the function not yet done; and a kill of a story that was compared already
            stories = [make_ninjs(uri="urn:x:flying"), make_ninjs(uri="urn:x:c", **KILL)]
            deliveries = [make_delivery(json.dumps(story).encode()) for story in stories]
            ingest.take_in(deliveries, index=app.index, changes=None, clock=app.now, time_left=lambda: 30)
    assert number(app) == 2
    flying, killed = app.index.get("ena:urn:x:flying"), app.index.get("ena:urn:x:c")
    assert flying
    assert killed
    assert (killed["status"], killed["body_text"]) == ("killed", "")
    assert app.index.version("ena:urn:x:c", 1)["status"] == "killed"  # type: ignore[index]


@pytest.mark.parametrize("last", ["reading the archive", "comparing", "swapped"])
def test_it_is_resumed_wherever_it_was_interrupted(app: FrozenApp, history: None, last: str) -> None:
    work = reindex(app).run()
    while next(work).doing != last:
        pass
    work.close()
    push(app, "d", uri="urn:x:d")
    run(app, resume=True)
    assert number(app) == 2
    assert "ena:urn:x:d" in found(app)
    made = app.engine.client.indices.get(index=f"{app.settings.index_prefix}*")
    assert f"{app.settings.index_prefix}reindex" not in made


def test_one_that_was_stopped_before_it_began_does_not_promise_to_go_on(
    app: FrozenApp, newswire: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: Claim) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Claim, "take", interrupted)
        answer = newswire("reindex")
    assert answer.exit_code == 130
    assert answer.stderr == "newswire: stopped before anything was begun: run the same command again\n"
    assert newswire("reindex", "--resume").stderr.startswith("nothing to resume")


def test_with_nothing_to_resume_nothing_is_done(app: FrozenApp, history: None, newswire: Any) -> None:
    answer = newswire("reindex", "--resume")
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert answer.stderr.startswith("nothing to resume")
    assert answer.stderr.count("\n") == 1
    assert number(app) == 1
    assert json.loads(newswire("reindex", "--resume", "--json").stdout)["swapped"] is False
    assert not app.engine.client.indices.exists(index=f"{app.settings.index_prefix}reindex")


def test_two_at_once_are_refused_and_a_dead_one_is_not_waited_for(
    app: FrozenApp, history: None, engine: OpenSearch
) -> None:
    first = reindex(app).run()
    next(first)
    with pytest.raises(ReindexUnderWay, match="at work on"):
        run(app)
    claim = f"{app.settings.index_prefix}reindex"
    source = engine.get(index=claim, id="1")["_source"]
    source["owner"]["host"] = "elsewhere"
    engine.index(index=claim, id="1", body=source)
    with pytest.raises(ReindexUnderWay, match="elsewhere"):
        run(app)
    app.clock = NOW + timedelta(minutes=6)
    run(app)
    assert number(app) == 2
    with pytest.raises(ReindexUnderWay, match="this one ends"):
        list(first)


def test_a_killed_story_has_no_text_in_the_new_index_even_while_it_is_made(app: FrozenApp, history: None) -> None:
    prefix = app.settings.index_prefix
    for _ in reindex(app).run():
        new = Generation(app.engine, prefix, 2).index.get("ena:urn:x:b")
        assert new is None or new["body_text"] == ""


def test_a_damaged_object_is_named(app: FrozenApp, history: None, newswire: Any) -> None:
    boto3.client("s3").put_object(Bucket=BUCKET, Key=f"raw/{NOW:%Y/%m/%d/%H}/000000-x.ndjson.gz", Body=b"no gzip")
    answer = newswire("reindex", "--dry-run")
    assert "000000-x.ndjson.gz, line 1" in answer.stderr


def test_what_a_story_is_only_found_by_is_made_anew_for_documents_that_have_none(app: FrozenApp) -> None:
    """As those of an index that an older mapping made."""
    football = Topic(code="medtop:20001065", name="football", origin=Origin.RULE, confidence=1)
    app.index.write([make_story(guid="urn:x:a", topics=(football,))])
    hit = Generation(app.engine, app.settings.index_prefix, 1).counterparts("stories", ["ena:urn:x:a"])[0]
    assert hit
    old = {name: hit[name] for name in ("_id", "_version", "_source")}
    new = Generation(app.engine, app.settings.index_prefix, 2)
    new.create(replicas=0)
    assert new.take("stories", [old]) == 1
    new.refresh()
    for each in (new.index, app.index):
        app.engine.refresh(each.stories)
        broader = {"query": {"term": {"index_only.topics": "medtop:15000000"}}}
        assert [hit["_id"] for hit in each.search(broader)["hits"]["hits"]] == ["ena:urn:x:a"]
