"""How fast the search handler answers: `python -m tests.bench.search`; ends with 1 where something is too slow.

Generated stories (generated_stories.py) are written to a node of its own. Then each kind of query is asked many times
over through the handler, each time with other words; right before or after each one, by turns, the very requests that
the handler sent to the engine are sent bare, and their answers not even read as JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from statistics import quantiles
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

import urllib3
from rich.console import Console
from rich.progress import track

from infra.local.opensearch.artifacts import install
from infra.local.opensearch.node import Node
from infra.opensearch.indices import create_indices
from newswire.app import App
from newswire.documents import as_document
from newswire.engine import as_json
from newswire.settings import Settings
from search.handler import handler
from tests.bench import generated_stories as generated

WANTED_P95 = 0.150
WANTED_ON_TOP = (0.005, 0.25)
"""What the handler may take on top of the bare requests at p50: so many seconds or such a share, whichever is more."""
BATCH = 250
WARM_UP = 200
"""Queries of each kind that come first and are not measured: the node compiles its hot code in them."""
PAGE = 200
WRITE_SECONDS = 120
MERGE_SECONDS = 300

Asked = tuple[str, dict[str, Any]]
"""A path and its parameters."""


class Context:
    """What the handler reads of a Lambda context."""

    def __init__(self) -> None:
        self.aws_request_id = uuid.uuid4().hex

    def get_remaining_time_in_millis(self) -> int:
        """Return the time that a function has."""
        return 30_000


@dataclass
class Times:
    """Seconds of the handler and of the bare requests, one each an asking."""

    handler: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    def is_fast_enough(self) -> bool:
        """Tell whether both of what is wanted is reached."""
        return p(self.handler, 50) <= self.wanted() and p(self.handler, 95) <= WANTED_P95

    def wanted(self) -> float:
        """Return the seconds that the handler may take at p50."""
        bare = p(self.bare, 50)
        return bare + max(WANTED_ON_TOP[0], bare * WANTED_ON_TOP[1])


class Bench:
    """Asks the handler, and the engine itself."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._pool = urllib3.PoolManager()

    def ask(self, path: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Return the handler's answer."""
        event: dict[str, Any] = {
            "version": "2.0",
            "rawPath": path,
            "rawQueryString": urlencode(parameters),
            "headers": {},
            "requestContext": {"http": {"method": "GET", "path": path}, "requestId": "r", "stage": "$default"},
            "isBase64Encoded": False,
        }
        if path.startswith("/v1/stories/"):
            event["pathParameters"] = {"id": path.removeprefix("/v1/stories/")}
        return handler(event, Context(), self._app)  # type: ignore[arg-type]

    def page(self, path: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Return what the handler answers, which must be a success."""
        answer = self.ask(path, parameters)
        assert answer["statusCode"] == 200, (path, parameters, answer["body"])
        found: dict[str, Any] = json.loads(answer["body"])
        return found

    def measure(self, asked: list[Asked]) -> Times:
        """Ask each of them of the handler, and its requests of the engine."""
        times = Times()
        for number, (path, parameters) in enumerate(asked):
            sent = self._requests(path, parameters)
            acts: list[tuple[list[float], Callable[[], object]]] = [
                (times.handler, partial(self.page, path, parameters)),
                (times.bare, partial(self._send, sent)),
            ]
            for seconds, act in acts if number % 2 else reversed(acts):
                start = time.perf_counter()
                act()
                seconds.append(time.perf_counter() - start)
        return times

    def _requests(self, path: str, parameters: dict[str, Any]) -> list[tuple[str, bytes]]:
        """Return the searches that the handler sends for this."""
        sent: list[tuple[str, bytes]] = []
        perform = self._app.engine.client.transport.perform_request

        def record(method: str, url: str, *, params: Any = None, body: Any = None, **more: Any) -> Any:
            query = urlencode({name: str(value) for name, value in (params or {}).items() if isinstance(value, str)})
            sent.append((f"{method} {url}?{query}", as_json(body) if body else b""))
            return perform(method, url, params=params, body=body, **more)

        with patch.object(self._app.engine.client.transport, "perform_request", record):
            self.page(path, parameters)
        return sent

    def _send(self, sent: list[tuple[str, bytes]]) -> None:
        for line, body in sent:
            method, _, address = line.partition(" ")
            answer = self._pool.request(
                method,
                f"{self._app.settings.opensearch_url}{address}",
                body=body or None,
                headers={"content-type": "application/json"},
            )
            assert answer.status == 200, answer.data[:500]


def main() -> int:
    """Print the table; return 1 where something is too slow."""
    options = _options()
    with _app() as app:
        _write(app, options.stories)
        bench = Bench(app)
        print(f"{options.stories} stories, {options.times} queries of a kind; milliseconds\n")
        print(f"{'kind':28}{'bare p50':>10}{'p95':>8}{'handler p50':>13}{'wanted':>8}{'p95':>8}{'wanted':>8}")
        kinds = {kind: _asked(bench, kind, make, options) for kind, make in _kinds().items()}
        for asked in kinds.values():
            for path, parameters in asked[:WARM_UP]:
                bench.page(path, parameters)
        reached = True
        for kind, asked in kinds.items():
            if asked:
                reached &= _print(kind, bench.measure(asked[WARM_UP:]))
            else:
                print(f"{kind:28}  skipped: the handler knows no such address")
    return 0 if reached else 1


def p(seconds: list[float], percent: int) -> float:
    """Return a percentile."""
    return quantiles(seconds, n=100, method="inclusive")[percent - 1]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=100_000, help="stories in the index (100000)")
    parser.add_argument("--times", type=int, default=100, help="queries of a kind that are measured (100)")
    return parser.parse_args()


@contextmanager
def _app() -> Iterator[App]:
    with Node.start(install(Console(stderr=True))) as node:
        app = App(Settings(opensearch_url=node.url, index_prefix="bench-", cursor_key=uuid.uuid4().hex))
        create_indices(app.engine.client, "bench-", replicas=0)
        # Each request was sent before, to know what to send: nothing is to be told out of the cache.
        app.engine.client.indices.put_settings(
            index=app.index.stories, body={"index": {"requests": {"cache": {"enable": False}}}}
        )
        yield app
        app.engine.client.close()


def _write(app: App, number: int) -> None:
    """Write the stories, and return when the engine has come to rest."""
    client, index = app.engine.client, app.index.stories
    starts = range(0, number, BATCH)
    console = Console(stderr=True)
    for start in track(starts, "writing", console=console, disable=not console.is_terminal):
        lines = _lines(range(start, min(start + BATCH, number)))
        answer = client.bulk(
            index=index, body=lines, params={"filter_path": "errors", "request_timeout": WRITE_SECONDS}
        )
        assert not answer["errors"]
    client.indices.refresh(index=index)
    deadline = time.monotonic() + MERGE_SECONDS
    while client.indices.stats(index=index, metric="merge")["_all"]["total"]["merges"]["current"]:
        assert time.monotonic() < deadline, "the engine still merges"
        threading.Event().wait(0.2)


def _lines(numbers: range) -> bytes:
    stories = [generated.make_story(number) for number in numbers]
    return b"".join(as_json({"index": {"_id": story.id}}) + b"\n" + as_document(story) + b"\n" for story in stories)


def _asked(bench: Bench, kind: str, make: Make, options: argparse.Namespace) -> list[Asked]:
    """Return what is asked of a kind, nothing where the handler does not know its address."""
    chance = random.Random(kind)  # noqa: S311 - no secret
    return make(bench, chance, WARM_UP + options.times, options.stories)


Make = Callable[[Bench, random.Random, int, int], list[Asked]]


def _kinds() -> dict[str, Make]:
    return {
        "one word": lambda _, chance, times, __: [_query(_word(chance)) for _ in range(times)],
        "a frequent word": lambda _, chance, times, __: [_query(_word(chance, 23, 60)) for _ in range(times)],
        "three words": lambda _, chance, times, __: [
            _query(" ".join(_word(chance, 30, 3000) for _ in range(3))) for _ in range(times)
        ],
        "phrase": _phrases,
        "person and period": lambda _, chance, times, __: [
            _query(f'person:"{generated.person(chance.randrange(50))}" after:2025-06') for _ in range(times)
        ],
        "filters and facets": _filters,
        "newest, page 1": lambda _, chance, times, __: [
            _query(_word(chance, 23, 300), sort="newest") for _ in range(times)
        ],
        f"newest, page {PAGE}": _deep,
        "suggest": _suggest,
        "similar": _similar,
    }


def _query(q: str, **parameters: Any) -> Asked:
    return "/v1/stories", {"q": q, **parameters}


def _word(chance: random.Random, first: int = 200, last: int = 20_000) -> str:
    return generated.vocabulary()[chance.randrange(first, last)]


def _phrases(_: Bench, chance: random.Random, times: int, stories: int) -> list[Asked]:
    found = []
    for __ in range(times):
        words = generated.make_story(chance.randrange(stories)).paragraphs[1].text.rstrip(".").split()
        start = chance.randrange(len(words) - 3)
        found.append(_query(f'"{" ".join(words[start : start + 3])}"'))
    return found


def _filters(_: Bench, chance: random.Random, times: int, __: int) -> list[Asked]:
    counted = "supplier,feed,topic,person,organisation,place,country,language,urgency,histogram"
    return [
        _query(
            _word(chance, 23, 300),
            supplier=chance.choice(("ena", "nordwire")),
            topic="politics",
            language="en",
            facets=counted,
            **{"from": f"2025-{chance.randrange(1, 13):02}-01"},
        )
        for _ in range(times)
    ]


def _deep(bench: Bench, chance: random.Random, times: int, __: int) -> list[Asked]:
    """Return page PAGE of some searches, each many times: to get there takes all the pages before."""
    places = []
    for q in ("", _word(chance, 23, 30)):
        asked = {"q": q, "sort": "newest"}
        for _ in range(PAGE - 1):
            path, parameters = _query(**asked)
            following = bench.page(path, parameters)["next"]
            assert following, f"'{q}' has too few stories"
            asked["cursor"] = following
        places.append(asked)
    return [_query(**chance.choice(places)) for _ in range(times)]


def _suggest(bench: Bench, chance: random.Random, times: int, _: int) -> list[Asked]:
    if bench.ask("/v1/suggest", {"q": "a"})["statusCode"] == 404:
        return []
    names = [generated.person(chance.randrange(500)) for _ in range(times)]
    return [("/v1/suggest", {"q": name[: chance.randint(2, 6)]}) for name in names]


def _similar(bench: Bench, chance: random.Random, times: int, stories: int) -> list[Asked]:
    ids = [generated.make_story(chance.randrange(stories)).id for _ in range(times)]
    if bench.ask(f"/v1/stories/{ids[0]}/similar", {})["statusCode"] == 404:
        return []
    return [(f"/v1/stories/{id_}/similar", {}) for id_ in ids]


def _print(kind: str, times: Times) -> bool:
    is_fast = times.is_fast_enough()
    figures = [
        (p(times.bare, 50), 10),
        (p(times.bare, 95), 8),
        (p(times.handler, 50), 13),
        (times.wanted(), 8),
        (p(times.handler, 95), 8),
        (WANTED_P95, 8),
    ]
    columns = "".join(f"{seconds * 1000:>{width}.1f}" for seconds, width in figures)
    print(f"{kind:28}{columns}{'' if is_fast else '  TOO SLOW'}", flush=True)
    return is_fast


if __name__ == "__main__":
    raise SystemExit(main())
