"""What the engine guarantees, as a model: only for histories, of which the real node could run too few.

It answers the requests that the write path sends, and no others: bulk and create by id with external versions, reads by
id of what was last written, and searches of what was written before the last refresh. test_engine_model.py compares it
with the real node.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from opensearchpy import exceptions

Matches = Callable[[dict[str, Any]], bool]


@dataclass
class _Index:
    """Documents as last written, and as they were at the last refresh; deleted ones leave their version behind."""

    versions: dict[str, int] = field(default_factory=dict)
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    searchable: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)


class EngineModel:
    """Stands in for an opensearch-py client.

    Parameters
    ----------
    refuses: tells of an index's name and a document that the engine takes no such one (400).
    """

    def __init__(self, refuses: Callable[[str, dict[str, Any]], bool] = lambda _index, _document: False) -> None:
        self._refuses = refuses
        self._indices: dict[str, _Index] = {}
        self.indices = self

    def documents(self, index: str) -> dict[str, dict[str, Any]]:
        """Return all documents of an index as last written, by id."""
        return self._index(index).documents

    def bulk(self, body: bytes, **_: Any) -> dict[str, Any]:
        lines = iter(body.splitlines())
        items = []
        for line in lines:
            [(action, about)] = json.loads(line).items()
            items.append({action: self._write(about, json.loads(next(lines)) if action == "index" else None)})
        return {"items": items}

    def create(self, index: str, id: str, body: dict[str, Any], **_: Any) -> dict[str, Any]:  # noqa: A002
        if id in self._index(index).documents:
            raise exceptions.ConflictError(409, "version_conflict_engine_exception", {})
        self._put(index, id, 1, json.loads(json.dumps(body)))
        return {"result": "created"}

    def mget(self, index: str, body: dict[str, Any]) -> dict[str, Any]:
        stored = self._index(index)
        found = []
        for wanted in body["docs"]:
            id_ = wanted["_id"]
            source = stored.documents.get(id_)
            if source is None:
                found.append({"_id": id_, "found": False})
            else:
                found.append({"_id": id_, "found": True, "_version": stored.versions[id_], "_source": source})
        return {"docs": found}

    def refresh(self, index: str) -> None:
        stored = self._index(index)
        stored.searchable = {id_: (stored.versions[id_], source) for id_, source in stored.documents.items()}

    def search(self, index: str, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        matches = _query(body.get("query", {"bool": {}}))
        hits: list[dict[str, Any]] = [
            {"_id": id_, "_version": version, "_source": source}
            for id_, (version, source) in self._index(index).searchable.items()
            if matches(source)
        ]
        for sort in body.get("sort", []):
            [(name, order)] = sort.items()
            hits.sort(key=partial(_sort_key, name), reverse=order == "desc")
        return {
            "timed_out": False,
            "_shards": {"failed": 0},
            "hits": {"hits": hits[: body.get("size", 10)]},
            "aggregations": {
                name: {"buckets": [{"key": key} for key in _terms(aggregation["terms"], hits)]}
                for name, aggregation in body.get("aggs", {}).items()
            },
        }

    def _index(self, name: str) -> _Index:
        return self._indices.setdefault(name, _Index())

    def _write(self, about: dict[str, Any], document: dict[str, Any] | None) -> dict[str, Any]:
        index, id_, version = about["_index"], about["_id"], about["version"]
        stored = self._index(index)
        if document is not None and self._refuses(index, document):
            return {"status": 400, "error": {"type": "illegal_argument_exception", "reason": "refused"}}
        is_there = id_ in stored.documents
        floor = version + (about["version_type"] == "external_gte")
        if stored.versions.get(id_, -1) >= floor:
            return {"status": 409, "error": {"type": "version_conflict_engine_exception", "reason": "conflict"}}
        if document is None:
            stored.versions[id_] = version
            stored.documents.pop(id_, None)
            return {"status": 200, "result": "deleted"} if is_there else {"status": 404, "result": "not_found"}
        self._put(index, id_, version, document)
        return {"status": 200, "result": "updated"} if is_there else {"status": 201, "result": "created"}

    def _put(self, index: str, id_: str, version: int, document: dict[str, Any]) -> None:
        stored = self._index(index)
        stored.versions[id_] = version
        stored.documents[id_] = document


def _sort_key(name: str, hit: dict[str, Any]) -> Any:
    return hit["_source"][name]


def _query(query: dict[str, Any]) -> Matches:
    [(kind, about)] = query.items()
    match kind:
        case "term":
            [(name, value)] = about.items()
            return lambda source: source.get(name) == value
        case "terms":
            [(name, values)] = about.items()
            return lambda source: bool(set(values) & set(_values(source.get(name))))
        case "exists":
            return lambda source: source.get(about["field"]) is not None
        case "range":
            [(name, bounds)] = about.items()
            return lambda source: name in source and _within(source[name], bounds)
        case "bool":
            return _bool(about)
    raise NotImplementedError(kind)


def _bool(about: dict[str, Any]) -> Matches:
    required, refused, optional = (
        [_query(each) for each in _list(about, name)] for name in ("filter", "must_not", "should")
    )
    at_least = about.get("minimum_should_match", 0 if required or not optional else 1)
    return lambda source: (
        all(matches(source) for matches in required)
        and not any(matches(source) for matches in refused)
        and sum(matches(source) for matches in optional) >= at_least
    )


def _list(about: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = about.get(name, [])
    return value if isinstance(value, list) else [value]


def _within(value: Any, bounds: dict[str, Any]) -> bool:
    if isinstance(value, str):  # the engine keeps dates in whole milliseconds
        value = int(datetime.fromisoformat(value).timestamp() * 1_000_000) // 1000
    return all(
        value <= bound if name == "lte" else value < bound for name, bound in bounds.items() if name in ("lt", "lte")
    )


def _terms(about: dict[str, Any], hits: list[dict[str, Any]]) -> Iterator[str]:
    found = sorted({value for hit in hits for value in _values(hit["_source"].get(about["field"]))})
    yield from [value for value in found if value in about["include"]][: about["size"]]


def _values(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]
