"""The OpenSearch side: versioned writes and reads of stories through the alias `stories`."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opensearchpy import OpenSearch, Urllib3HttpConnection
from opensearchpy import exceptions as engine

from newswire.errors import EngineMisconfigured, EngineUnavailable, StoryRefused
from newswire.outcome import Outcome
from newswire.story import Status, Story, precedence, tombstone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newswire.settings import Settings

STORIES = "stories"
"""The alias to read and write through; it stands for the concrete index `stories-v{N}`."""

BULK_BYTES = 4 * 1024 * 1024
"""A bulk request is closed when it is this large: small managed domains refuse more than 10 MiB."""

MAX_DOCUMENT_BYTES = 5 * 1024 * 1024
"""A larger story is refused: no answer of a Lambda function (6 MB) could hold it, and no small domain takes it."""

MAX_ENGINE_ID_BYTES = 512
"""The longest document id of the engine; there is no story with a longer one."""

TIMEOUT_SECONDS = 10
"""How long one request may take; a third of the functions' time, so that there is time left to report."""


@dataclass(frozen=True, slots=True)
class Write:
    """How the engine took one story."""

    outcome: Outcome
    reason: str | None = None


class Index:
    """The index of stories.

    Parameters
    ----------
    client: an opensearch-py client.
    prefix: stands before the alias.
    """

    def __init__(self, client: OpenSearch, prefix: str = "") -> None:
        self._client = client
        self.alias = f"{prefix}{STORIES}"

    def write(self, stories: Sequence[Story]) -> list[Write]:
        """Write stories, the newest version of each winning whatever the order of arrival; one result each.

        Versions are external and the engine's own ledger: an equal one is written again to no effect, an older one
        is refused with 409, which is SUPERSEDED and a success. Killed stories are written as tombstones, never
        deleted: a delete is forgotten after a minute, and a late delivery would bring the story back.

        Raises
        ------
        EngineMisconfigured: credentials or index are wrong; touch no story, let the batch fail.
        """
        pairs = [_pair(story) for story in stories]
        writes: dict[int, Write] = {
            position: Write(Outcome.QUARANTINED, str(_too_large(pair)))
            for position, pair in enumerate(pairs)
            if len(pair) > MAX_DOCUMENT_BYTES
        }
        for chunk in _chunks([(position, pair) for position, pair in enumerate(pairs) if position not in writes]):
            try:
                written = self._bulk([pair for _, pair in chunk])
            except EngineUnavailable as error:
                written = [Write(Outcome.RETRY, str(error))] * len(chunk)
            writes.update(zip((position for position, _ in chunk), written, strict=True))
        return [writes[position] for position in range(len(stories))]

    def search(self, request: dict[str, Any]) -> dict[str, Any]:
        """Run a search request; return the engine's answer.

        Raises
        ------
        EngineUnavailable: the engine is away or busy; tell the caller to come back.
        EngineMisconfigured: credentials or index are wrong.
        """
        with _engine_errors():
            answer: dict[str, Any] = self._client.search(
                index=self.alias, body=request, params={"allow_partial_search_results": "false"}
            )
        if answer["timed_out"]:
            raise EngineUnavailable("the search engine did not finish in time")
        return answer

    def get(self, story_id: str) -> dict[str, Any] | None:
        """Return the document of a story as last written, or None where there is none; errors as `search`."""
        if len(story_id.encode(errors="replace")) > MAX_ENGINE_ID_BYTES:
            return None
        with _engine_errors():
            try:
                answer = self._client.get(index=self.alias, id=story_id)
            except engine.NotFoundError as error:
                if isinstance(error.info, dict) and error.info.get("found") is False:
                    return None
                raise
            source: dict[str, Any] = answer["_source"]
            return source

    def ping(self) -> None:
        """Return when the index can be read; errors as `search`."""
        self.search({"size": 0, "track_total_hits": False})

    def _bulk(self, pairs: list[bytes]) -> list[Write]:
        with _engine_errors():
            answer = self._client.bulk(
                index=self.alias,
                body=b"".join(pairs),
                params={"require_alias": "true", "filter_path": "items.index.status,items.index.error"},
            )
        return [_as_write(item["index"]) for item in answer["items"]]


def document(story: Story) -> dict[str, Any]:
    """Return the document of a story as it is indexed: its fields as they are, a killed one without its text."""
    story = tombstone(story) if story.status is Status.KILLED else story
    return story.model_dump(mode="json", exclude_none=True)


def connect(settings: Settings) -> OpenSearch:
    """Return a client of the engine that `settings` name, signed with SigV4 where they name a service.

    It neither retries nor looks around by itself: the queue retries, and the caller knows the time left.
    """
    auth = None
    if settings.opensearch_service:
        import boto3  # 300 ms that an unsigned client need not pay
        from opensearchpy import Urllib3AWSV4SignerAuth

        session = boto3.Session()
        auth = Urllib3AWSV4SignerAuth(session.get_credentials(), session.region_name, settings.opensearch_service)
    return OpenSearch(
        hosts=[settings.required("opensearch_url")],
        http_auth=auth,
        connection_class=Urllib3HttpConnection,
        http_compress=True,
        timeout=TIMEOUT_SECONDS,
        max_retries=0,
    )


def _pair(story: Story) -> bytes:
    """Return a story as two lines of a bulk request, action and document."""
    action = {"index": {"_id": story.id, "version": precedence(story), "version_type": "external_gte"}}
    return _line(action) + _line(document(story))


def _chunks(pairs: Sequence[tuple[int, bytes]]) -> Iterator[list[tuple[int, bytes]]]:
    """Cut numbered pairs of lines into bulk requests of at most BULK_BYTES, or of one pair."""
    chunk: list[tuple[int, bytes]] = []
    size = 0
    for position, pair in pairs:
        if chunk and size + len(pair) > BULK_BYTES:
            yield chunk
            chunk, size = [], 0
        chunk.append((position, pair))
        size += len(pair)
    if chunk:
        yield chunk


def _too_large(pair: bytes) -> StoryRefused:
    return StoryRefused(f"the story makes a document of {len(pair)} bytes, the limit is {MAX_DOCUMENT_BYTES}")


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _as_write(item: dict[str, Any]) -> Write:
    status = int(item["status"])
    if status in (200, 201):
        return Write(Outcome.ACCEPTED)
    if status == 409:
        return Write(Outcome.SUPERSEDED, "a newer version is in the index")
    reason = item["error"].get("reason", item["error"].get("type", "no reason given"))
    if status in (401, 403, 404):
        raise EngineMisconfigured(f"the engine refused a write with {status}: {reason}")
    if status == 400:
        return Write(Outcome.QUARANTINED, str(StoryRefused(f"the engine refuses the document: {reason}")))
    return Write(Outcome.RETRY, f"the engine answered {status}: {reason}")


@contextmanager
def _engine_errors() -> Iterator[None]:
    """Turn the client's errors into ours."""
    try:
        yield
    except engine.ConnectionError as error:
        raise EngineUnavailable(f"the search engine does not answer: {error.error}") from error
    except engine.TransportError as error:
        status = int(error.status_code)
        if status in (408, 429) or status >= 500:
            raise EngineUnavailable(f"the search engine answered {status}") from error
        raise EngineMisconfigured(f"the search engine refused a request with {status}") from error
    except engine.SerializationError as error:
        raise EngineUnavailable("the search engine's answer was cut off") from error
