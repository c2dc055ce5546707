"""What the archive keeps of a delivery: its bytes, what is known of it, and how it ended."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from newswire.delivery import Delivery, Terms
from newswire.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class RecordDamaged(Exception):
    """A record cannot be read. Name it, count it, and go on with the others."""


def quarantined(stories: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the ids of the stories, of what is known of some, that were read and quarantined all the same."""
    return {story["id"] for story in stories if story.get("id") and story.get("outcome") == Outcome.QUARANTINED}


@dataclass(frozen=True, slots=True)
class Record:
    """A delivery and how it ended.

    Parameters
    ----------
    delivery: as received.
    outcome: of the whole.
    stories: of each story in it what is known: outcome, id, version, reason.
    """

    delivery: Delivery
    outcome: Outcome
    stories: tuple[dict[str, Any], ...] = ()

    @property
    def ids(self) -> set[str]:
        """The ids of its stories, those that could be read."""
        return {story["id"] for story in self.stories if story.get("id")}

    @property
    def quarantined(self) -> set[str]:
        """The ids of its stories that were read, and quarantined all the same."""
        return quarantined(self.stories)

    @property
    def reasons(self) -> list[str]:
        """Why its stories ended as they did, where there is something to say."""
        return [story["reason"] for story in self.stories if story.get("reason")]

    @property
    def supplier(self) -> str | None:
        """Who sent it: named with the delivery, else in a story of it; None where neither names anybody."""
        return self.delivery.supplier or next((id_.partition(":")[0] for id_ in sorted(self.ids)), None)

    def is_of(self, supplier: str) -> bool:
        """Tell whether a supplier sent it: named with the delivery, or in one of its stories."""
        return self.delivery.supplier == supplier or any(id_.startswith(f"{supplier}:") for id_ in self.ids)

    def as_json(self) -> str:
        """Return the record as one line."""
        delivery = self.delivery
        fields = {
            "id": delivery.id,
            "received": delivery.received.isoformat(),
            "supplier": delivery.supplier,
            "feed": delivery.feed,
            "content_type": delivery.content_type,
            "terms": delivery.terms.as_dict(),
            "encoding": delivery.encoding,
            "outcome": self.outcome,
            "stories": self.stories,
            "body": base64.b64encode(delivery.body).decode(),
        }
        return json.dumps(fields, separators=(",", ":"))

    @classmethod
    def read(cls, line: bytes) -> Self:
        """Return the record that `as_json` wrote; raise RecordDamaged."""
        try:
            fields = json.loads(line)
            delivery = Delivery(
                id=fields["id"],
                body=base64.b64decode(fields["body"], validate=True),
                received=datetime.fromisoformat(fields["received"]),
                content_type=fields["content_type"],
                supplier=fields["supplier"],
                feed=fields["feed"],
                terms=Terms.read(fields.get("terms", {})),
                encoding=fields.get("encoding"),
            )
            return cls(delivery, Outcome(fields["outcome"]), tuple(map(dict, fields["stories"])))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise RecordDamaged(f"this is no record of a delivery: {error}") from error


@dataclass(frozen=True, slots=True)
class Batch:
    """One object of the archive.

    Parameters
    ----------
    key: its key.
    records: those that can be read.
    damage: what cannot, a line each.
    """

    key: str
    records: tuple[Record, ...]
    damage: tuple[str, ...] = ()


def pack(records: Iterable[Record]) -> bytes:
    """Return records as one object of the archive: compressed lines of JSON."""
    lines = "".join(f"{record.as_json()}\n" for record in records).encode()
    return gzip.compress(lines, compresslevel=4, mtime=0)  # half the time of the default, and a few per cent larger


def unpack(key: str, data: bytes) -> Batch:
    """Return what can be read of an object of the archive, and what of it is damaged."""
    records: list[Record] = []
    damage: list[str] = []
    for number, line in enumerate(_lines(data), 1):
        try:
            if isinstance(line, RecordDamaged):
                raise line
            records.append(Record.read(line))
        except RecordDamaged as error:
            damage.append(f"{key}, line {number}: {error}")
    return Batch(key, tuple(records), tuple(damage))


def _lines(data: bytes) -> Iterator[bytes | RecordDamaged]:
    with gzip.open(io.BytesIO(data)) as lines:
        try:
            yield from lines
        except (OSError, EOFError, zlib.error) as error:
            yield RecordDamaged(f"the rest cannot be decompressed: {error}")
