"""The search engine behind the indices: requests sent once or twice, and its errors as ours.

What a signal of the engine means for a story is one table, in outcome.py.
"""

from __future__ import annotations

import json
import random
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newswire.errors import EngineMisconfigured, EngineUnavailable, RequestTooLarge
from newswire.opensearch import OpenSearch, Urllib3AWSV4SignerAuth, Urllib3HttpConnection
from newswire.opensearch import exceptions as engine
from newswire.outcome import Outcome, of_status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import boto3

    from newswire.settings import Settings

BULK_BYTES = 4 * 1024 * 1024
"""A bulk request is closed when it is this large: small managed domains refuse more than 10 MiB."""

MAX_DOCUMENT_BYTES = 5 * 1024 * 1024
"""A larger document is refused: no answer of a Lambda function (6 MB) could hold it, and no small domain takes it."""

TIMEOUT_SECONDS = 10
"""How long one request may take; a third of the functions' time, so that there is time left to report."""

MARGIN_SECONDS = TIMEOUT_SECONDS + 2.0
"""With less time left nothing is begun: a request may take all of its time, and what is not done is to be reported."""

_WHOLE_AND_IN_TIME = {
    "allow_partial_search_results": "false",
    # Nobody waits for the answer any more: the engine need not go on.
    "cancel_after_time_interval": f"{TIMEOUT_SECONDS}s",
}
_NO_INDEX = "index_not_found_exception"

LONGEST_PAUSE_SECONDS = 2.0
"""The longest wait before the one repetition of a request that the engine could not take."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of a bulk request: a document at its external version, or without one the end of it.

    Parameters
    ----------
    index: alias or index to write to.
    id: of the document, at most 512 bytes.
    version: its external version.
    is_alias: `index` must be an alias; a missing one is an error then, not an index made by a write.
    document: as JSON; None deletes.
    """

    index: str
    id: str
    version: int
    document: bytes | None
    is_alias: bool = True

    def lines(self) -> bytes:
        """Return the operation as the engine reads it."""
        action: dict[str, Any] = {
            "_index": self.index,
            "_id": self.id,
            "version": self.version,
            "version_type": "external_gte",
        }
        if self.is_alias:
            action["require_alias"] = True
        if self.document is None:
            return as_json({"delete": action}) + b"\n"
        return as_json({"index": action}) + b"\n" + self.document + b"\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """How the engine took one operation; `created` where there was no such document before."""

    outcome: Outcome
    reason: str | None = None
    created: bool = False


class Engine:
    """A search engine.

    Parameters
    ----------
    client: an opensearch-py client that does not retry by itself.
    time_left: seconds that the process still has; a repetition is not begun when its time would be up.
    sleep: waits so many seconds.
    """

    def __init__(
        self,
        client: OpenSearch,
        time_left: Callable[[], float] = lambda: TIMEOUT_SECONDS * 3.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.client = client
        self.time_left = time_left
        self._sleep = sleep

    def bulk(self, operations: Sequence[Operation]) -> list[Answer]:
        """Run operations, in requests of at most BULK_BYTES; return one answer each.

        What the engine could not take now is sent once more after a random pause; then it is RETRY. A request that is
        too large for the engine is halved until one document is left, which then is QUARANTINED.

        Raises
        ------
        EngineMisconfigured: credentials or index are wrong; touch no story, let the batch fail.
        """
        answers = {position: too_large for position, each in enumerate(operations) if (too_large := _too_large(each))}
        waiting = [position for position in range(len(operations)) if position not in answers]
        for attempt in (1, 2):
            if attempt == 2 and not self._pause():
                break
            lines = {position: operations[position].lines() for position in waiting}
            for chunk in _chunks(lines):
                answers.update(zip(chunk, self._send([lines[position] for position in chunk]), strict=True))
            waiting = [position for position in waiting if answers[position].outcome is Outcome.RETRY]
            if not waiting:
                break
        return [answers[position] for position in range(len(operations))]

    def get_many(
        self, index: str, ids: Sequence[str], fields: Sequence[str] | None = None
    ) -> list[dict[str, Any] | None]:
        """Return documents as last written, searchable yet or not, None where there is none; errors as `search`."""
        if not ids:
            return []
        with engine_errors():
            body = {"docs": [{"_id": id_, **({"_source": list(fields)} if fields is not None else {})} for id_ in ids]}
            answer = self.client.mget(index=index, body=body)
        for fault in (each["error"]["type"] for each in answer["docs"] if "error" in each):
            if fault == _NO_INDEX:
                raise EngineMisconfigured(f"there is no index {index}")
            raise EngineUnavailable(f"the search engine cannot read {index} now: {fault}")
        return [each if each["found"] else None for each in answer["docs"]]

    def search(self, index: str, request: dict[str, Any], *, named_scores: bool = False) -> dict[str, Any]:
        """Run a search request; return the engine's answer.

        Parameters
        ----------
        index: alias or index to search.
        request: as the engine reads it.
        named_scores: whether `matched_queries` of a hit tells the score of each; else it is a list of their names.

        Raises
        ------
        EngineUnavailable: the engine is away or busy; tell the caller to come back.
        EngineMisconfigured: credentials or index are wrong.
        """
        params = {**_WHOLE_AND_IN_TIME, **({"include_named_queries_score": "true"} if named_scores else {})}
        with engine_errors():
            answer: dict[str, Any] = self.client.search(index=index, body=request, params=params)
        if answer["timed_out"]:
            raise EngineUnavailable("the search engine did not finish in time")
        if answer["_shards"]["failed"]:
            raise EngineUnavailable("the search engine answered for a part of the index only")
        return answer

    def refresh(self, index: str) -> None:
        """Make what was written searchable now; errors as `search`."""
        with engine_errors():
            self.client.indices.refresh(index=index)

    def _pause(self) -> bool:
        """Wait for a random time (full jitter) before the repetition; tell whether there is time for it."""
        longest = min(LONGEST_PAUSE_SECONDS, (self.time_left() - TIMEOUT_SECONDS) / 2)
        if longest <= 0:
            return False
        self._sleep(random.uniform(0, longest))  # noqa: S311
        return True

    def _send(self, lines: list[bytes]) -> list[Answer]:
        try:
            with engine_errors():
                answer = self.client.bulk(
                    body=b"".join(lines), params={"filter_path": "items.*.status,items.*.error,items.*.result"}
                )
        except EngineUnavailable as error:
            return [Answer(Outcome.RETRY, str(error))] * len(lines)
        except RequestTooLarge as error:
            if len(lines) == 1:
                return [Answer(Outcome.QUARANTINED, f"a document of {len(lines[0])} bytes: {error}")]
            half = len(lines) // 2
            return self._send(lines[:half]) + self._send(lines[half:])
        return [_as_answer(next(iter(item.values()))) for item in answer["items"]]


def connect(settings: Settings, session: boto3.Session | None = None) -> OpenSearch:
    """Return a client of the engine that `settings` name, signed with SigV4 where they name a service.

    It signs with the credentials of `session`, by default those of the environment. It neither retries nor looks around
    by itself: the queue retries, and the caller knows the time left.
    """
    auth = None
    if settings.opensearch_service:
        import boto3  # 300 ms that an unsigned client need not pay

        session = session or boto3.Session()
        auth = Urllib3AWSV4SignerAuth(session.get_credentials(), session.region_name, settings.opensearch_service)
    return OpenSearch(
        hosts=[settings.required("opensearch_url")],
        http_auth=auth,
        connection_class=Urllib3HttpConnection,
        timeout=TIMEOUT_SECONDS,
        max_retries=0,
    )


@contextmanager
def engine_errors() -> Iterator[None]:
    """Turn the client's errors into ours."""
    try:
        yield
    except engine.ConnectionError as error:
        raise EngineUnavailable(f"the search engine does not answer: {error.error}") from error
    except engine.TransportError as error:
        status = int(error.status_code)
        if status == 413:
            raise RequestTooLarge("the search engine takes no request of this size (413)") from error
        if of_status(status) is Outcome.RETRY:
            raise EngineUnavailable(f"the search engine answered {status}") from error
        raise EngineMisconfigured(f"the search engine refused a request with {status}") from error
    except engine.SerializationError as error:
        raise EngineUnavailable("the search engine's answer was cut off") from error


def as_json(value: dict[str, Any]) -> bytes:
    """Return a value as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _too_large(operation: Operation) -> Answer | None:
    size = len(operation.document or b"")
    if size <= MAX_DOCUMENT_BYTES:
        return None
    return Answer(Outcome.QUARANTINED, f"the story makes a document of {size} bytes, the limit is {MAX_DOCUMENT_BYTES}")


def _chunks(lines: dict[int, bytes]) -> Iterator[list[int]]:
    """Cut numbered operations into requests of at most BULK_BYTES, or of one operation."""
    chunk: list[int] = []
    size = 0
    for position, line in lines.items():
        if chunk and size + len(line) > BULK_BYTES:
            yield chunk
            chunk, size = [], 0
        chunk.append(position)
        size += len(line)
    if chunk:
        yield chunk


def _as_answer(item: dict[str, Any]) -> Answer:
    status = int(item["status"])
    outcome = of_status(status)
    if outcome is Outcome.ACCEPTED:
        return Answer(outcome, created=item.get("result") == "created")
    if outcome is Outcome.SUPERSEDED:
        return Answer(outcome, "a newer version is in the index")
    if "error" not in item:  # a delete of what is not there
        return Answer(Outcome.ACCEPTED)
    reason = item["error"].get("reason") or item["error"].get("type", "no reason given")
    if outcome is None:
        raise EngineMisconfigured(f"the engine refused a write with {status}: {reason}")
    if outcome is Outcome.QUARANTINED:
        return Answer(outcome, f"the engine refuses the document: {reason}")
    return Answer(outcome, f"the engine answered {status}: {reason}")
