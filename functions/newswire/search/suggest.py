"""The use case: people, organisations, places, topics and slugs whose name has a word that begins as typed.

Only what this caller may see counts, so that nothing is suggested that no search would find. Topics are those of the
vocabulary, by name or alias; all other names are those of the stories (see suggested_names.py).
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC
from functools import cache
from typing import TYPE_CHECKING, Any

from typing_extensions import TypedDict

from newswire.search import topic_names
from newswire.search.canonical import canonical
from newswire.search.fields import Field, field_named
from newswire.search.index_only import NAMES, TOPICS
from newswire.search.request import ENGINE_SECONDS
from newswire.search.suggested_names import LONGEST, NameKind, beginning, plain, read, starts
from newswire.search.tree import Phrase, TagField, Tagged, TextField
from newswire.search.visibility import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from newswire.index import Index
    from newswire.search.caller import Caller

MAX_SIZE = 50
DEFAULT_SIZE = 10
MOST_TOPICS = 100
"""Topics of the vocabulary that are counted for one suggestion."""
_ENTRIES_A_NAME = 4
"""A name has one entry a word, and one or two of them may begin as typed."""
_LEAST_ENTRIES = 40

_FIELDS: dict[NameKind, TagField | TextField] = {
    NameKind.PERSON: TagField.PERSON,
    NameKind.ORGANISATION: TagField.ORGANISATION,
    NameKind.PLACE: TagField.PLACE,
    NameKind.TOPIC: TagField.TOPIC,
    NameKind.SLUG: TextField.SLUG,
}
"""The field of a query that finds a name of each kind."""
_KINDS: dict[Field | None, NameKind] = {field: kind for kind, field in _FIELDS.items()}
_NAMED, _ABOUT = "names", "topics"


class Suggestion(TypedDict):
    """A name: as written or a topic's code (`value`), what people call it, its number of stories, a query for them."""

    kind: NameKind
    value: str
    label: str
    count: int
    query: str


class Suggestions(TypedDict):
    """What a reader may mean, the name of most stories first."""

    suggestions: list[Suggestion]


def suggest(text: str, size: int, index: Index, now: datetime, caller: Caller) -> Suggestions:
    """Return at most `size` names that begin as typed, or have a word that does, of stories that the caller may see.

    Parameters
    ----------
    text: as typed so far; "person:pu" asks for people only.
    size: most suggestions.
    index, now, caller: where, when, and who asks.

    Raises
    ------
    EngineUnavailable, EngineMisconfigured: as of the index.
    """
    kinds, typed = _read(text)
    codes = _topics(typed) if NameKind.TOPIC in kinds else []
    named = [beginning(kind, typed) for kind in kinds if kind is not NameKind.TOPIC]
    if not typed.strip() or not (codes or named):
        return {"suggestions": []}
    counted = index.search(_request(named, codes, size, now, caller))["aggregations"]
    found = [*_names(counted.get(_NAMED, _EMPTY)["buckets"]), *_about(counted.get(_ABOUT, _EMPTY)["buckets"])]
    found.sort(key=lambda each: (-each["count"], each["label"], each["kind"]))
    return {"suggestions": found[:size]}


def _read(text: str) -> tuple[tuple[NameKind, ...], str]:
    """Return the kinds of names that are asked for, and what is typed of one; a space at its end ends a word."""
    text = text[:LONGEST].lstrip()
    name, colon, rest = text.partition(":")
    kind = _KINDS.get(field_named(name)) if colon else None
    typed = rest if kind else text
    return (kind,) if kind else tuple(NameKind), plain(typed) + (" " if typed[-1:].isspace() else "")


def _request(named: list[str], codes: list[str], size: int, now: datetime, caller: Caller) -> dict[str, Any]:
    either: list[dict[str, Any]] = [{"prefix": {NAMES: start}} for start in named]
    counts: dict[str, Any] = {}
    if named:
        most = max(size * _ENTRIES_A_NAME, _LEAST_ENTRIES)
        # The words of what is typed hold no sign that means something in a pattern.
        begins = f"({'|'.join(named)}).*"
        counts[_NAMED] = {"terms": {"field": NAMES, "include": begins, "size": most, "shard_size": 2 * most}}
    if codes:
        either.append({"terms": {TOPICS: codes}})
        counts[_ABOUT] = {"terms": {"field": TOPICS, "include": codes, "size": len(codes)}}
    return {
        "query": {"bool": {"filter": [*visible(now, caller), {"bool": {"should": either}}]}},
        "size": 0,
        "track_total_hits": False,
        "timeout": f"{ENGINE_SECONDS}s",
        "aggs": counts,
    }


def _names(buckets: Iterable[Mapping[str, Any]]) -> list[Suggestion]:
    """Return the names of entries; those that differ in case and accents alone are one, as most stories write it."""
    written: dict[tuple[NameKind, str], int] = {}
    for bucket in buckets:
        kind_and_name = read(bucket["key"])
        # Two words of a name may begin alike: it is the same stories that both entries count.
        written[kind_and_name] = max(written.get(kind_and_name, 0), bucket["doc_count"])
    counts: Counter[tuple[NameKind, str]] = Counter()
    labels: dict[tuple[NameKind, str], str] = {}
    for (kind, name), count in sorted(written.items(), key=_likely):
        counts[kind, plain(name)] += count
        labels.setdefault((kind, plain(name)), name)
    return [
        {"kind": kind, "value": name, "label": name, "count": counts[kind, key], "query": _query(kind, name)}
        for (kind, key), name in labels.items()
    ]


def _likely(written: tuple[tuple[NameKind, str], int]) -> tuple[int, bool, str]:
    """Sort names by how many stories write them so; of equals, those in capitals come last."""
    (_, name), count = written
    return -count, name.isupper(), name


def _about(buckets: Iterable[Mapping[str, Any]]) -> list[Suggestion]:
    found: list[Suggestion] = []
    for bucket in buckets:
        code = bucket["key"]
        name = topic_names.name(code) or code
        told = name if topic_names.resolve(name) == (code,) else code
        query = _query(NameKind.TOPIC, told)
        found.append(
            {"kind": NameKind.TOPIC, "value": code, "label": name, "count": bucket["doc_count"], "query": query}
        )
    return found


def _query(kind: NameKind, name: str) -> str:
    """Return the query for a name, in quotes where it is needed."""
    text = " ".join(name.replace('"', " ").split())
    field = _FIELDS[kind]
    if isinstance(field, TagField):
        return canonical(Tagged(field, text), UTC)
    return f"{field}:{text}" if re.fullmatch(r"\w+(-\w+)*", text) else canonical(Phrase(text, field=field), UTC)


def _topics(typed: str) -> list[str]:
    """Return the codes of the topics that have a name which begins as typed, the shortest names first."""
    found = sorted((len(start), code) for start, code in _topic_starts() if start.startswith(typed))
    return list(dict.fromkeys(code for _, code in found))[:MOST_TOPICS]


@cache
def _topic_starts() -> tuple[tuple[str, str], ...]:
    return tuple(
        (f"{start} ", code) for name, codes in topic_names.spellings() for start in starts(name) for code in codes
    )


_EMPTY: dict[str, list[Mapping[str, Any]]] = {"buckets": []}
