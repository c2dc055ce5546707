"""Who works on a reindex, and how far it is: one document in the engine, so that there is one at a time."""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from opensearchpy import exceptions

from newswire.engine import engine_errors
from newswire.errors import NewswireError

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

_ALONE_AFTER = timedelta(minutes=5)
"""Without a sign of life for so long, a reindex on another machine counts as ended."""

_INDEX = {
    "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"},
    "mappings": {"dynamic": False},
}


class ReindexUnderWay(NewswireError):
    """Another reindex is at work, or has taken this one over. Say so, and end."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far a reindex is.

    Parameters
    ----------
    old, new: the numbers of the generations.
    key: of the last object of the archive that is done.
    """

    old: int
    new: int
    key: str = ""


class Claim:
    """The right to reindex.

    Parameters
    ----------
    client: of the engine.
    prefix: stands before the names.
    clock: tells the time.
    """

    def __init__(self, client: OpenSearch, prefix: str, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._index = f"{prefix}reindex"
        self._clock = clock
        self._owner = {"host": socket.gethostname(), "pid": os.getpid(), "id": uuid.uuid4().hex}
        self._last: dict[str, int] = {}
        self.place: Place | None = None

    def take(self) -> None:
        """Take the claim; `place` is then how far an interrupted reindex was, None where there is none.

        Raises
        ------
        ReindexUnderWay: another one has it.
        """
        with engine_errors():
            if not self._client.indices.exists(index=self._index):
                self._client.indices.create(index=self._index, body=_INDEX, ignore=[400])  # another one was quicker
            found = self._client.mget(index=self._index, body={"docs": [{"_id": "1"}]})["docs"][0]
        if found["found"]:
            source = found["_source"]
            if source["owner"] and self._is_alive(source["owner"], datetime.fromisoformat(source["beat"])):
                raise ReindexUnderWay(
                    f"a reindex is at work on {source['owner']['host']} (process {source['owner']['pid']}, last sign "
                    f"of life {source['beat']}): wait for it, or end it"
                )
            self._last = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
            self.place = Place(**source["place"]) if source["place"] else None
        self._write(self._owner)

    def keep(self, place: Place) -> None:
        """Write down how far it is, as a sign of life too.

        Raises
        ------
        ReindexUnderWay: another one has taken it over.
        """
        self.place = place
        self._write(self._owner)

    def moved(self, key: str) -> None:
        """Write down the last object that is done; errors as of `keep`."""
        if self.place:
            self.keep(replace(self.place, key=key or self.place.key))

    def release(self) -> None:
        """Let another one go on from here."""
        self._write(None)

    def remove(self) -> None:
        """Forget all of it: the work is done."""
        with engine_errors():
            self._client.indices.delete(index=self._index)

    def _write(self, owner: dict[str, Any] | None) -> None:
        body = {
            "owner": owner,
            "beat": self._clock().isoformat(),
            "place": asdict(self.place) if self.place else None,
        }
        with engine_errors():
            try:
                if self._last:
                    answer = self._client.index(index=self._index, id="1", body=body, params=self._last)
                else:
                    answer = self._client.create(index=self._index, id="1", body=body)
            except (exceptions.ConflictError, exceptions.NotFoundError) as error:
                raise ReindexUnderWay("another reindex has taken this one over: this one ends") from error
        self._last = {"if_seq_no": answer["_seq_no"], "if_primary_term": answer["_primary_term"]}

    def _is_alive(self, owner: dict[str, Any], beat: datetime) -> bool:
        if owner["host"] == self._owner["host"]:
            try:
                os.kill(owner["pid"], 0)
            except ProcessLookupError:
                return False
            except PermissionError:
                return True
        return self._clock() - beat < _ALONE_AFTER
