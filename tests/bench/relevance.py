"""How well the search ranks: `python -m tests.bench.relevance`; ends with 1 where a gate is missed.

Judged collections (TIME 1963, Cranfield) are written to the node as stories of one date, and each of their queries is
asked through the search handler as a reader would, with default parameters and a hundred stories a page. The figures
are those of trec_eval: the gain is the grade, the discount log2(rank + 1), MAP is over the first hundred.
"""

from __future__ import annotations

import argparse
import json
import math
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, quantiles
from typing import Any
from urllib.parse import urlencode

from rich.console import Console

from infra.local.opensearch.artifacts import install
from infra.local.opensearch.node import Node
from infra.opensearch.indices import create_indices
from newswire.app import App
from newswire.settings import Settings
from newswire.story import Paragraph, Story, VersionRule
from search.handler import handler

COLLECTIONS = Path(__file__).resolve().parents[3] / "shared" / "relevance" / "collections.json"
DATE = datetime(2026, 3, 1, 12, tzinfo=UTC)
SIZE = 100
BATCH = 100


@dataclass(frozen=True, slots=True)
class Gate:
    """The least that a collection must reach."""

    ndcg: float
    average_precision: float
    recall: float


GATES = {"time": Gate(0.640, 0.580, 0.86), "time-8": Gate(0.640, 0.580, 0.86), "cran": Gate(0.440, 0.420, 0.765)}
"""Of the notes on relevance, about .01 under what was measured."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents as (headline, body), queries, and the grades of the documents judged for them."""

    name: str
    documents: dict[str, tuple[str, str]]
    queries: dict[str, str]
    grades: dict[str, dict[str, int]]


class Context:
    """What the handler reads of a Lambda context."""

    def __init__(self) -> None:
        self.aws_request_id = uuid.uuid4().hex

    def get_remaining_time_in_millis(self) -> int:
        """Return the time that a function has."""
        return 30_000


def main() -> int:
    """Print the figures beside the gates; return 1 where one is missed."""
    options = _options()
    if not options.collections.is_file():
        raise SystemExit(f"{options.collections} is not there: name the judged collections with --collections")
    reached = True
    header = f"{'collection':12}{'nDCG@10':>9}{'gate':>8}{'MAP':>9}{'gate':>8}{'R@100':>9}{'gate':>8}"
    print(f"{header}{'none':>6}{'p50 ms':>8}{'p95 ms':>8}")
    with _engine(options.url) as url:
        for collection in _collections(options.collections):
            reached &= _measure(collection, url)
    return 0 if reached else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--collections", type=Path, default=COLLECTIONS, help="the file of judged collections")
    parser.add_argument("--url", help="a running engine instead of a node of its own")
    return parser.parse_args()


@contextmanager
def _engine(url: str | None) -> Iterator[str]:
    if url:
        yield url
        return
    with Node.start(install(Console(stderr=True))) as node:
        yield node.url


def _collections(path: Path) -> Iterator[Collection]:
    """Yield the collections; `time-8` has the first eight words of TIME's stories, which have no headline, as one."""
    for name, given in json.loads(path.read_text()).items():
        documents = {id_: (title, text.removeprefix(title)) for id_, (title, text) in given["docs"].items()}
        yield Collection(name, documents, given["qs"], given["qrels"])
        if name == "time":
            cut = {id_: text.split(maxsplit=8) for id_, (_, text) in documents.items()}
            eight = {id_: (" ".join(words[:8]), " ".join(words[8:])) for id_, words in cut.items()}
            yield Collection("time-8", eight, given["qs"], given["qrels"])


def _measure(collection: Collection, url: str) -> bool:
    """Print a collection's line; tell whether its gates are reached."""
    prefix = f"relevance-{uuid.uuid4().hex[:8]}-"
    app = App(Settings(opensearch_url=url, index_prefix=prefix, cursor_key=uuid.uuid4().hex))
    try:
        _write(app, collection)
        ranked, seconds = _ask_all(app, collection)
    finally:
        indices = app.engine.client.indices
        indices.delete(index=",".join(indices.get_alias(index=f"{prefix}*")))
        app.engine.client.close()
    judged = [(ranked[query], grades) for query, grades in collection.grades.items()]
    figures = [
        mean(ndcg(found, grades) for found, grades in judged),
        mean(average_precision(found, grades) for found, grades in judged),
        mean(recall(found, grades) for found, grades in judged),
    ]
    none = sum(not found for found, _ in judged)
    cuts = quantiles(seconds, n=20)
    gate = GATES.get(collection.name, Gate(0, 0, 0))
    least = [gate.ndcg, gate.average_precision, gate.recall]
    columns = "".join(f"{figure:>9.4f}{low:>8.3f}" for figure, low in zip(figures, least, strict=True))
    print(f"{collection.name:12}{columns}{none:>6}{cuts[9] * 1000:>8.1f}{cuts[18] * 1000:>8.1f}")
    return not none and all(figure >= low for figure, low in zip(figures, least, strict=True))


def _write(app: App, collection: Collection) -> None:
    create_indices(app.engine.client, app.settings.index_prefix, replicas=0)
    stories = [_story(id_, *texts) for id_, texts in collection.documents.items()]
    for start in range(0, len(stories), BATCH):
        app.index.write(stories[start : start + BATCH])
    app.engine.client.indices.forcemerge(index=app.index.stories, params={"max_num_segments": "1"})
    app.engine.refresh(app.index.stories)


def _story(id_: str, headline: str, body: str) -> Story:
    return Story(
        supplier="judged",
        guid=id_,
        version=1,
        version_rule=VersionRule.SUPPLIER,
        version_created=DATE,
        received=DATE,
        headline=headline or None,
        paragraphs=(Paragraph(text=body),) if body.strip() else (),
    )


def _ask_all(app: App, collection: Collection) -> tuple[dict[str, list[str]], list[float]]:
    """Return the ranked ids by query, and the seconds that each answer took."""
    ranked, seconds = {}, []
    for query, text in collection.queries.items():
        start = time.perf_counter()
        page = _ask(app, text)
        seconds.append(time.perf_counter() - start)
        ranked[query] = [story["id"].removeprefix("judged:") for story in page["stories"]]
    return ranked, seconds


def _ask(app: App, text: str) -> dict[str, Any]:
    event = {
        "version": "2.0",
        "rawPath": "/v1/stories",
        "rawQueryString": urlencode({"q": text, "size": SIZE}),
        "headers": {},
        "requestContext": {"http": {"method": "GET", "path": "/v1/stories"}, "requestId": "r", "stage": "$default"},
        "isBase64Encoded": False,
    }
    answer = handler(event, Context(), app)  # type: ignore[arg-type]
    assert answer["statusCode"] == 200, answer["body"]
    page: dict[str, Any] = json.loads(answer["body"])
    return page


def ndcg(found: list[str], grades: dict[str, int], depth: int = 10) -> float:
    """Return the normalised discounted cumulative gain of a ranking."""
    ideal = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain([grades.get(id_, 0) for id_ in found[:depth]]) / ideal if ideal else 0.0


def average_precision(found: list[str], grades: dict[str, int]) -> float:
    """Return the average precision of the first SIZE of a ranking; what was not found counts as nothing."""
    relevant = {id_ for id_, grade in grades.items() if grade > 0}
    precisions, hits = 0.0, 0
    for rank, id_ in enumerate(found[:SIZE], 1):
        if id_ in relevant:
            hits += 1
            precisions += hits / rank
    return precisions / len(relevant)


def recall(found: list[str], grades: dict[str, int]) -> float:
    """Return the share of what is relevant among the first SIZE of a ranking."""
    relevant = {id_ for id_, grade in grades.items() if grade > 0}
    return len(relevant & set(found[:SIZE])) / len(relevant)


def _gain(grades: list[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


if __name__ == "__main__":
    raise SystemExit(main())
