"""Nothing lost, the newest wins, what is killed stays so: under every history, told by a fold that knows no index."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from opensearchpy import OpenSearch

from infra.opensearch.indices import create_indices
from newswire.documents import whole
from newswire.outcome import Outcome
from tests.properties.engine_model import EngineModel
from tests.properties.histories import KILLS, REFUSED, Kind, Sent, Step, World, deliver_again, refuses, run
from tests.properties.unsteady import Fault

HISTORIES = 2000


def _consistent(sent: list[Sent]) -> list[Sent]:
    """Two deliveries of the same state of a story are the same."""
    first: dict[tuple[Any, ...], Sent] = {}
    return [first.setdefault((each.story, *each.state), each) for each in sent]


def _deliveries(stories: int, least: int, most: int) -> st.SearchStrategy[list[Sent]]:
    kinds = st.sampled_from([Kind.USABLE, Kind.USABLE, *Kind])
    one = st.builds(
        Sent, story=st.integers(0, stories - 1), kind=kinds, number=st.integers(0, 3), minute=st.integers(0, 3)
    )
    return st.lists(one, min_size=least, max_size=most).map(_consistent)


TAKEN = st.lists(st.integers(0, 7), min_size=1, max_size=4).map(tuple)
EXPIRES = st.none() | st.none() | st.integers(0, 1)
ANY_HISTORY = st.tuples(
    _deliveries(2, 1, 8),
    st.lists(
        st.builds(
            Step,
            taken=st.one_of(st.tuples(TAKEN), st.tuples(TAKEN, TAKEN)),
            turns=st.lists(st.integers(0, 12), max_size=5).map(tuple),
            faults=st.dictionaries(st.integers(0, 20), st.sampled_from(Fault), max_size=3),
            unacknowledged=st.booleans(),
            expires=EXPIRES,
        ),
        max_size=4,
    ),
)
RACE = st.tuples(
    _deliveries(1, 2, 3),
    st.builds(
        Step, taken=st.just(((0,), (1, 2))), turns=st.tuples(st.integers(0, 14), st.integers(1, 30)), expires=EXPIRES
    ).map(lambda step: [step]),
)
"""Two writers take the first deliveries of the same story, and one of them waits somewhere for the other."""


def _two_kills_of_one_moment(first: int, second: int) -> tuple[list[Sent], list[Step]]:
    """Return a race in which the first kill's marker is written last, by one who has not seen the second's."""
    return [Sent(0, Kind.KILLED, first, 0), Sent(0, Kind.KILLED, second, 0)], [Step(((0,), (1,)), turns=(5, 11))]


@settings(max_examples=HISTORIES, suppress_health_check=[HealthCheck.too_slow])
@given(history=ANY_HISTORY | RACE)
@example(_two_kills_of_one_moment(0, 1))
@example(_two_kills_of_one_moment(1, 0))
def test_after_any_history_the_index_is_the_fold_of_what_was_accepted(history: tuple[list[Sent], list[Step]]) -> None:
    sent, steps = history
    model = EngineModel(refuses)
    world = run(model, sent, steps)
    first = {name: dict(model.documents(name)) for name in ("stories", "versions", "changes")}
    check(world, first["stories"], first["versions"], first["changes"].values())

    deliver_again(world)

    for name in ("stories", "versions"):
        assert model.documents(name) == first[name], "delivered again, months later, it changes nothing"
    later = model.documents("changes")
    assert {number: later[number] for number in first["changes"]} == first["changes"]
    # A kill that had lost to a newer version, and hides what came after both: it is told when it comes again.
    new = [change for number in later.keys() - first["changes"].keys() for change in later[number]["changes"]]
    assert {change["change"] for change in new} <= {"killed"}


@pytest.fixture(scope="module")
def engine_and_prefix(engine: OpenSearch) -> Iterator[Any]:
    """A client of the real node whose requests go to indices of this module's own."""
    prefix = f"test-{uuid.uuid4().hex[:12]}-"
    create_indices(engine, prefix, replicas=0)
    yield engine, prefix
    engine.indices.delete(index=",".join(engine.indices.get_alias(index=f"{prefix}*")))


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate])
@given(history=ANY_HISTORY)
def test_it_is_so_on_the_real_engine(engine_and_prefix: Any, history: tuple[list[Sent], list[Step]]) -> None:
    engine, prefix = engine_and_prefix
    sent = [each for each in history[0] if each.kind is not Kind.REFUSED]  # this engine refuses none of them
    name = f"ena{uuid.uuid4().hex}"
    world = run(engine, sent, history[1], name, prefix)
    stories, versions = (_documents(engine, f"{prefix}{index}", name) for index in ("stories", "versions"))
    entries = [
        entry
        for entry in _documents(engine, f"{prefix}changes", "").values()
        if any(change["id"].startswith(name) for change in entry["changes"])
    ]
    check(world, stories, versions, entries)


def _documents(engine: OpenSearch, index: str, start: str) -> dict[str, Any]:
    engine.indices.refresh(index=index)
    hits = engine.search(index=index, body={"size": 10_000})["hits"]["hits"]
    return {hit["_id"]: hit["_source"] for hit in hits if hit["_id"].startswith(start)}


def check(world: World, stories: dict[str, Any], versions: dict[str, Any], entries: Iterable[dict[str, Any]]) -> None:
    """Compare the indices, quarantine and log of a world with what was sent."""
    assert not world.queue, "everything is acknowledged in the end"
    for number, sent in enumerate(world.sent):
        is_kept = {Outcome.ACCEPTED, Outcome.SUPERSEDED} & world.ended[number]
        assert is_kept or number in world.quarantine, f"{sent} is nowhere"
        assert not (Outcome.ACCEPTED in world.ended[number] and number in world.quarantine), f"{sent} is in both"
    accepted = [sent for sent in kept(world) if sent.kind is not Kind.UNREADABLE]
    assert {id_: seen(document) for id_, document in stories.items()} == fold(world, accepted)
    documents = {id_: whole(each) for id_, each in versions.items() if "document" in each}
    assert {id_: seen(each) for id_, each in documents.items() if _is_taken(each)} == fold_versions(world, accepted)
    check_log(world, stories, entries)


def _is_taken(document: dict[str, Any]) -> bool:
    """Tell whether the engine takes this version also as a current one; what it refuses has an odd number."""
    return int(document["version"]) % 2 == 0


def check_log(world: World, stories: dict[str, Any], entries: Iterable[dict[str, Any]]) -> None:
    """Every accepted change once, in entries without a gap, and nothing ever changed behind a reader."""
    world.poll()
    assert world.polled == world.log(), "a reader who polls sees what one sees who reads it all at the end"
    keys = [key for entry in entries for key in entry["keys"] if not key.endswith("released")]
    assert len(keys) == len(set(keys)) == len(world.polled), "each change once"
    told = Counter((change["id"], change["version"], change["change"]) for change in world.polled)
    sent = Counter(map(_change(world), set(world.sent)))
    accepted = Counter(_change(world)(each) for each in {*kept(world, Outcome.ACCEPTED)})
    assert accepted <= told, f"accepted {accepted}, told {told}"
    # One that comes after its kill, and is the tombstone, is told as killed.
    killed = Counter(
        (f"{world.name}:{each.story}", each.version, "killed") for each in set(world.sent) if each.kind not in KILLS
    )
    # A kill without a time that lost to a larger number is told to a person.
    untimed = [_change(world)(each)[:2] for each in {*kept(world)} if each.kind is Kind.KILLED_UNTIMED]
    in_doubt = Counter((*kill, "unmatched_kill") for kill in untimed)
    assert told <= sent + killed + in_doubt, f"told {told}, sent {sent}"
    known = {(id_, version) for id_, version, kind in told if kind in ("killed", "unmatched_kill")}
    assert known.issuperset(untimed), f"no word of {untimed}, told {told}"
    gone = {id_ for id_, document in stories.items() if document["status"] == "killed"}
    assert gone <= {change["id"] for change in world.polled if change["change"] == "killed"}, "no word of a kill"


def _change(world: World) -> Any:
    def change(sent: Sent) -> tuple[str, int, str]:
        kinds = {Kind.USABLE: "published", Kind.REFUSED: "published", Kind.KILLED_UNTIMED: "killed"}
        return f"{world.name}:{sent.story}", sent.version, kinds.get(sent.kind, str(sent.kind))

    return change


def kept(world: World, *outcomes: Outcome) -> list[Sent]:
    """Return what was sent and ended so, by default what is in the index."""
    wanted = set(outcomes or (Outcome.ACCEPTED, Outcome.SUPERSEDED))
    return [sent for number, sent in enumerate(world.sent) if world.ended[number] & wanted]


def fold(world: World, accepted: list[Sent]) -> dict[str, Any]:
    """Return what `stories` has to hold: the largest state of each story."""
    largest: dict[str, Sent] = {}
    for sent in sorted(accepted, key=lambda each: each.state):
        largest[f"{world.name}:{sent.story}"] = sent
    return {id_: expected(world, accepted, sent, is_current=True) for id_, sent in largest.items()}


def fold_versions(world: World, accepted: list[Sent]) -> dict[str, Any]:
    """Return what `versions` has to hold: the largest state of each version of each story."""
    largest: dict[str, Sent] = {}
    for sent in sorted(accepted, key=lambda each: each.state):
        if sent.kind is not Kind.REFUSED:
            largest[f"{world.name}:{sent.story}@{sent.version}"] = sent
    return {id_: expected(world, accepted, sent, is_current=False) for id_, sent in largest.items()}


def expected(world: World, accepted: list[Sent], sent: Sent, *, is_current: bool) -> tuple[Any, ...]:
    """Return what is left of a state: all of it, or a tombstone where a kill comes after it by number or by time."""
    kills = [kill for kill in accepted if kill.story == sent.story and kill.kind in KILLS]
    words = f"Words {sent.version}.{sent.minute}"
    headline = REFUSED if sent.kind is Kind.REFUSED else words
    if any(_kills(kill, sent) for kill in kills):
        explains = _kill_of(sent, kills) if is_current else sent
        note = f"Note {explains.version}.{explains.minute}" if explains.kind in KILLS else None
        return sent.version, sent.minute, "killed", None, "", note
    _, until = world.expired.get(f"{world.name}:{sent.story}", (None, (-1, False, -1)))
    if sent.state <= until:
        return sent.version, sent.minute, "expired", None, "", None
    return sent.version, sent.minute, "withheld" if sent.kind is Kind.WITHHELD else "usable", headline, words, None


def _kill_of(sent: Sent, kills: list[Sent]) -> Sent:
    """Return the kill that tells why a state is killed: the latest, unless that state is newer; else the largest."""
    timed = [kill for kill in kills if kill.kind is Kind.KILLED]
    latest = max(timed, key=lambda kill: (kill.minute, kill.version), default=None)
    if latest and sent.minute <= latest.minute:
        return latest
    return max(kills, key=lambda kill: kill.state)


def _kills(kill: Sent, sent: Sent) -> bool:
    return sent.state <= kill.state or (kill.kind is Kind.KILLED and sent.minute < kill.minute)


def seen(document: dict[str, Any]) -> tuple[Any, ...]:
    """Return of a document what the fold tells."""
    if document["status"] in ("killed", "expired"):
        assert "Words" not in json.dumps(document)
    minute = int(document["version_created"][14:16])
    fields = ("status", "headline", "body_text", "ed_note")
    return document["version"], minute, *(document.get(name) for name in fields)
