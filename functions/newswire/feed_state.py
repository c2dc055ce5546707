"""What is kept of each polled feed between two polls: an object of the archive bucket a feed.

It is written only over the state that was read (S3's conditional writes), so that of two runners one gives way.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from newswire.pace import HOURS, Pace

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

STATES = "feeds"
CONFIGURATION = "feeds.json"
_TAKEN = {"PreconditionFailed", "ConditionalRequestConflict"}


class StateTaken(Exception):
    """Another runner has written the state meanwhile. Give way: the feed is in its hands."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of a feed.

    Parameters
    ----------
    url: the address that the rest belongs to.
    cursor: when the last document was asked for whose stories are queued.
    etag, last_modified: of its first page, to be sent back.
    digest: of the bytes of that page.
    items: digests of the stories in it.
    next_page: where the next poll goes on; None where all pages were read.
    began: when the first of them was asked for.
    failures: polls in a row that gave no document.
    problem: why the last one gave none.
    not_before: when the feed is polled next.
    first_poll: when it was polled first.
    last_story: when it last had a new story.
    pace: what is usual for it.
    leased_until: until then one runner has it for itself.
    """

    url: str = ""
    cursor: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    items: tuple[str, ...] = ()
    next_page: str | None = None
    began: datetime | None = None
    failures: int = 0
    problem: str | None = None
    not_before: datetime | None = None
    first_poll: datetime | None = None
    last_story: datetime | None = None
    pace: Pace = field(default_factory=Pace)
    leased_until: datetime | None = None

    def of(self, url: str) -> FeedState:
        """Return the state for an address: of another one nothing holds but the pace."""
        if self.url == url:
            return self
        return FeedState(
            url=url,
            first_poll=self.first_poll,
            last_story=self.last_story,
            pace=self.pace,
            leased_until=self.leased_until,
        )

    def anew(self) -> FeedState:
        """Return the state without the pages that were not read to their end: all of them will be asked for again."""
        if self.next_page is None:
            return self
        return replace(self, next_page=None, began=None, etag=None, last_modified=None, digest=None)

    def silent_since(self, now: datetime) -> datetime:
        """Return since when there has been no new story."""
        return self.last_story or self.first_poll or now


@dataclass(frozen=True, slots=True)
class Held:
    """A state, and what names its version in S3; None where there is none yet."""

    state: FeedState
    version: str | None


class FeedStates:
    """The states of all feeds, and their configuration.

    Parameters
    ----------
    client: a boto3 S3 client.
    bucket: the archive's.
    """

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def configuration(self) -> str | None:
        """Return the text of `feeds.json` in the bucket; None where there is none. Raises errors of boto3."""
        text = self._get(CONFIGURATION)
        return None if text is None else text[0].decode("utf-8-sig", "replace")

    def read(self, name: str) -> Held:
        """Return the state of a feed; an empty one where there is none, or where it cannot be read any more.

        To begin anew loses no story: documents are queued again, and their versions are known. Raises errors of boto3.
        """
        found = self._get(_key(name))
        return Held(FeedState(), None) if found is None else Held(_from_json(found[0]), found[1])

    def write(self, name: str, state: FeedState, version: str | None) -> Held:
        """Write the state of a feed over the version that was read.

        Raises
        ------
        StateTaken: another runner was faster.
        errors of boto3
        """
        condition: Any = {"IfNoneMatch": "*"} if version is None else {"IfMatch": version}
        try:
            answer = self._client.put_object(
                Bucket=self._bucket,
                Key=_key(name),
                Body=_as_json(state),
                ContentType="application/json",
                **condition,
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in _TAKEN:
                raise StateTaken from error
            raise
        return Held(state, answer["ETag"])

    def lease(self, name: str, held: Held, now: datetime, period: timedelta) -> Held:
        """Take a feed for one runner alone; raise StateTaken where another has it, or errors of boto3.

        A runner that dies keeps it for that period at most, and then all is done again: to no effect.
        """
        if held.state.leased_until and held.state.leased_until > now:
            raise StateTaken
        return self.write(name, replace(held.state, leased_until=now + period), held.version)

    def _get(self, key: str) -> tuple[bytes, str] | None:
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=key)
        except self._client.exceptions.NoSuchKey:
            return None
        with answer["Body"] as body:
            return body.read(), answer["ETag"]


def _key(name: str) -> str:
    return f"{STATES}/{name}.json"


def _as_json(state: FeedState) -> bytes:
    fields = {name: getattr(state, name) for name in FeedState.__dataclass_fields__}
    fields["pace"] = {"usual": state.pace.usual, "hour": state.pace.hour, "count": state.pace.count}
    return json.dumps(fields, default=datetime.isoformat).encode()


def _from_json(text: bytes) -> FeedState:
    try:
        fields = json.loads(text)
        pace = fields.pop("pace")
        usual = tuple(None if number is None else float(number) for number in pace["usual"])
        if len(usual) != HOURS:
            return FeedState()
        times = ("cursor", "began", "not_before", "first_poll", "last_story", "leased_until")
        return FeedState(
            **{
                **fields,
                **{name: _instant(fields[name]) for name in times},
                "items": tuple(fields["items"]),
                "pace": Pace(usual, _instant(pace["hour"]), int(pace["count"])),
            }
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return FeedState()


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
