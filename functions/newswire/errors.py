"""Every error that Newswire raises on purpose, as one tree.

NewswireError
├── DeliveryError             the delivery can never be processed as it is: quarantine it with this reason
│   ├── UnknownFormat         no format claims these bytes
│   ├── MalformedDelivery     the syntax is broken (JSON, XML, character set)
│   ├── InvalidStory          the syntax is right, the content breaks the rules of its format
│   ├── NotAStory             read, and there is no story in it (planning item, heartbeat)
│   ├── DeliveryTooLarge      over a named limit
│   ├── UnmatchedKill         a kill names another story, and it is not certain which
│   ├── DeliveryMissing       the object that the queue points to is gone
│   └── StoryRefused          the search engine refuses this document for good
├── TryLater                  a passing fault of a service that we lean on: leave the delivery on the queue
│   ├── EngineUnavailable     the search engine is away or busy
│   └── ArchiveUnavailable    S3 is away or busy
├── RequestTooLarge           the search engine takes no request of this size: halve it
├── EngineMisconfigured       our own fault (credentials, missing index): halt, and touch no story
├── SuppliersRefused          our own fault (suppliers.json is broken): halt, and touch no story
├── SigningKeysRefused        our own fault (the secret with the signing keys is broken): take no signed push
├── FeedsRefused              our own fault (feeds.json is broken): poll nothing until it is mended
├── FeedHeadersRefused        our own fault (the secret with the headers of feeds): poll nothing, or not that feed
├── PollFailed                our own fault or AWS's, at one feed or more: let the run fail, the next one tries again
├── FeedUnreachable           a feed gave no document this time: keep its cursor, and try again later
│   └── AddressRefused        its address, or where it sends us, may not be visited: a person has to look
├── ModelUnusable             our own fault (the language model is not the published one): tag without it, or stop
├── SettingMissing            our own fault (a variable of the environment): the process cannot do its work
└── RequestError              the caller's request is wrong: an HTTP answer of the 4xx kind
    ├── InvalidParameter      a parameter is unknown, malformed or out of bounds
    ├── UnreadableBody        what was pushed is empty or is no text
    ├── BodyTooLarge          what was pushed is over the limit
    ├── SignatureRefused      a push is not signed as it has to be, or was taken before
    ├── SupplierRefused       a signed push names another supplier than its signer
    ├── OperationsRefused     the caller may not see or do what those may who run the service
    ├── NotInQuarantine       no such delivery is in quarantine (any more)
    ├── ReleaseRefused        a delivery is in quarantine and cannot be released
    ├── StoryNotFound         no such story
    ├── VersionNotFound       there is the story, and no such version of it
    ├── StoryKilled           it was killed: the tombstone is the answer
    │   └── VersionKilled     the story lives, this version of it was killed
    ├── StoryExpired          its time is up: the tombstone is the answer
    │   └── VersionExpired    the story lives, the time of this version of it is up
    └── StoryHidden           it exists, and this caller may not see it yet
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class NewswireError(Exception):
    """The top of the tree. Catch it only where a process ends; below, catch the branch that you can answer."""


class DeliveryError(NewswireError):
    """The delivery can never be processed as it is. Catch it in the ingest step and quarantine the delivery.

    Parameters
    ----------
    reason: what is wrong, one sentence for an editor.
    position: where, as the format counts: a JSON pointer ("/headlines/0"), or "line 3, column 42"; None where unknown.
    """

    def __init__(self, reason: str, position: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.position = position

    def __str__(self) -> str:
        return f"{self.reason} (at {self.position})" if self.position else self.reason


class UnknownFormat(DeliveryError):
    """No format claims these bytes."""


class MalformedDelivery(DeliveryError):
    """The syntax is broken: truncated JSON, a byte sequence that is no text."""


class InvalidStory(DeliveryError):
    """The syntax is right, but the content breaks the rules of its format."""


class NotAStory(DeliveryError):
    """The delivery was read, and it holds no story."""


class DeliveryTooLarge(DeliveryError):
    """The delivery is over a limit; the reason names the limit."""


class UnmatchedKill(DeliveryError):
    """It asks to kill a story, and it is not certain which: quarantine it for a person, and tell it."""


class DeliveryMissing(DeliveryError):
    """The queue points to an object that is gone."""


class StoryRefused(DeliveryError):
    """The search engine refuses this document for good (HTTP 400 or a single document over its size limit)."""


class TryLater(NewswireError):
    """A passing fault of a service that we lean on. Leave the delivery on the queue; tell a searcher to come back."""


class EngineUnavailable(TryLater):
    """The search engine is away, too busy, or too slow to answer (no connection, time-out, 429, 5xx)."""


class ArchiveUnavailable(TryLater):
    """S3 is away, too busy, or refuses us for now."""


class EngineMisconfigured(NewswireError):
    """The search engine refuses us (401, 403) or the index is missing (404).

    Never blame a story for it: let it end the batch, so that every message stays on the queue and an alarm rings.
    """


class RequestTooLarge(NewswireError):
    """The search engine takes no request of this size (413). Send half of it at a time."""


class SuppliersRefused(NewswireError):
    """Our own fault: suppliers.json cannot be used, and the message names the entry. Halt, and touch no story."""


class SigningKeysRefused(NewswireError):
    """Our own fault: the secret with the signing keys cannot be used. Take no signed push; let an alarm ring."""


class FeedsRefused(NewswireError):
    """Our own fault: feeds.json cannot be used, and the message names the entry. Poll nothing; let an alarm ring."""


class FeedHeadersRefused(NewswireError):
    """Our own fault: the secret with the headers of feeds cannot be used, or has none for a feed. Let an alarm ring."""


class PollFailed(NewswireError):
    """A poll met a fault of our own or of AWS; the message names the feeds. Let it end the run: an alarm rings."""


class FeedUnreachable(NewswireError):
    """A feed gave no document: no answer, a broken, too large or too late one, an error status.

    Catch it at each feed: keep its cursor, wait a while, and go on with the other feeds.

    Parameters
    ----------
    reason: what happened, one sentence for an operator.
    retry_after: seconds to wait that the server asks for.
    """

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class AddressRefused(FeedUnreachable):
    """An address that must not be visited: no https, a host that is not allowed, an IP address that is not public."""


class ModelUnusable(NewswireError):
    """The language model is missing or not the published one. Our own fault: install the locked requirements again."""


class SettingMissing(NewswireError):
    """A setting that this process needs is not in its environment; the message names the variable."""


class RequestError(NewswireError):
    """The caller's request is wrong. Catch it in a handler and answer with problem+json.

    Parameters
    ----------
    detail: what is wrong and what to do, one sentence for the caller.
    extra: further members of the problem document, for example {"parameter": "size"}.
    """

    status = 400
    title = "Bad request"

    def __init__(self, detail: str, **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.extra: Mapping[str, Any] = extra


class InvalidParameter(RequestError):
    """A parameter is unknown, malformed or out of bounds; `extra` names it."""

    title = "Invalid parameter"


class UnreadableBody(RequestError):
    """What was pushed is empty, or holds bytes that are no text."""

    title = "Unreadable body"


class BodyTooLarge(RequestError):
    """What was pushed is larger than any delivery that is read."""

    status = 413
    title = "Body too large"


class SignatureRefused(RequestError):
    """A push that has to be signed is not, wrongly, too long ago, or was taken before; it tells no more than helps."""

    status = 401
    title = "Signature refused"


class SupplierRefused(RequestError):
    """A push is rightly signed by one supplier, and says that it comes from another."""

    status = 403
    title = "Not your supplier"


class OperationsRefused(RequestError):
    """The caller has not been granted what the operations ask for."""

    status = 403
    title = "Not for you"


class NotInQuarantine(RequestError):
    """There is no delivery with this id in quarantine."""

    status = 404
    title = "Not in quarantine"


class ReleaseRefused(RequestError):
    """A delivery in quarantine cannot be queued again: its object is damaged. A person has to look at it."""

    status = 409
    title = "Cannot be released"


class StoryNotFound(RequestError):
    """There is no story with this id."""

    status = 404
    title = "No such story"


class VersionNotFound(RequestError):
    """There is the story, and no version of it with this number."""

    status = 404
    title = "No such version"


class StoryKilled(RequestError):
    """The story was killed; `extra["tombstone"]` says when and why."""

    status = 410
    title = "Story killed"


class VersionKilled(StoryKilled):
    """A version was killed, and a newer one lives; `extra["tombstone"]` says when and why."""

    title = "Version killed"


class StoryExpired(RequestError):
    """The story's time is up; `extra["tombstone"]` says since when."""

    status = 410
    title = "Story expired"


class VersionExpired(StoryExpired):
    """The time of a version is up, and a newer one lives; `extra["tombstone"]` says since when."""

    title = "Version expired"


class StoryHidden(RequestError):
    """The story is withheld or under embargo for this caller."""

    status = 403
    title = "Story not released"
