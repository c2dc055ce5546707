"""Settings wired to the sides that they name, once a process."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from newswire.settings import Settings

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from newswire.archive import Archive
    from newswire.changes import Changes
    from newswire.engine import Engine
    from newswire.feed_headers import FeedHeaders
    from newswire.feed_state import FeedStates
    from newswire.index import Index
    from newswire.queue import Queue
    from newswire.recent import Recent
    from newswire.search.cursor import Cursors
    from newswire.secret import Secret
    from newswire.state import State
    from newswire.tagging.enrich import Enricher


LONGEST_SECONDS = 900.0
"""Time left where nobody ends the process: as long as Lambda lets one run at most."""

_SECONDS_TO_WRITE = 6.0
"""What tags leave of the time: to read and write what comes without them then."""


class App:
    """What a handler works with; each side is made when it is first used, so that a function pays for no other's.

    Parameters
    ----------
    settings: where the sides are.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._until: float | None = None
        self._clients: dict[str, Any] = {}

    def now(self) -> datetime:
        """Return the time; the one clock of the functions."""
        return datetime.now(UTC)

    def time_left(self) -> float:
        """Return the seconds that this process still has; a function's are set for each event, see `until`."""
        return self._until - time.monotonic() if self._until else LONGEST_SECONDS

    def until(self, context: LambdaContext) -> None:
        """Take the end of the time for one event from its context."""
        self._until = time.monotonic() + context.get_remaining_time_in_millis() / 1000

    @cached_property
    def engine(self) -> Engine:
        """The search engine."""
        from newswire.engine import Engine, connect

        return Engine(connect(self.settings), self.time_left)

    @cached_property
    def index(self) -> Index:
        """The indices of stories and their versions."""
        from newswire.index import Index

        return Index(self.engine, self.settings.index_prefix)

    @cached_property
    def changes(self) -> Changes:
        """The log of changes."""
        from newswire.changes import Changes

        return Changes(self.engine, self.settings.index_prefix)

    @cached_property
    def cursors(self) -> Cursors:
        """What signs the cursors of searches."""
        from newswire.search.cursor import Cursors

        return Cursors(self.settings.required("cursor_key"))

    @cached_property
    def archive(self) -> Archive:
        """The bucket's side."""
        from newswire.archive import Archive

        return Archive(self.client("s3"), self.settings.required("archive_bucket"))

    @cached_property
    def queue(self) -> Queue:
        """The queue's side."""
        from newswire.queue import Queue

        return Queue(self.client("sqs"), self.settings.required("queue_url"), self.archive)

    @cached_property
    def state(self) -> State:
        """The table's side."""
        from newswire.state import State

        return State(self.client("dynamodb"), self.settings.required("state_table"))

    @cached_property
    def signing_keys(self) -> Secret[dict[str, tuple[bytes, ...]]]:
        """The keys of suppliers that sign their pushes, by supplier."""
        from newswire.secret import Secret
        from newswire.signing_keys import load

        return Secret(self.client("secretsmanager"), self.settings.required("signing_keys"), load, self.now)

    @cached_property
    def feed_headers(self) -> Secret[FeedHeaders]:
        """What is sent to polled feeds that want to know who asks, by feed."""
        from newswire.feed_headers import load
        from newswire.secret import Secret

        return Secret(self.client("secretsmanager"), self.settings.required("feed_headers"), load, self.now)

    @cached_property
    def feed_states(self) -> FeedStates:
        """The states of polled feeds, and their configuration."""
        from newswire.feed_state import FeedStates

        return FeedStates(self.client("s3"), self.settings.required("archive_bucket"))

    @cached_property
    def recent(self) -> Recent:
        """The deliveries of the last day."""
        from newswire.recent import Recent

        return Recent(self.archive)

    @cached_property
    def tag(self) -> Enricher:
        """What gives stories their tags."""
        from newswire.engine import MARGIN_SECONDS
        from newswire.tagging.enrich import Enricher

        return Enricher(MARGIN_SECONDS + _SECONDS_TO_WRITE)

    def client(self, service: str) -> Any:
        """Return the boto3 client of a service; one serves all sides, since making one takes as long as many calls."""
        if service not in self._clients:
            import boto3  # 300 ms that the search function need not pay

            self._clients[service] = boto3.client(service, config=client_config())  # type: ignore[call-overload]
        return self._clients[service]


def client_config() -> Any:
    """Return how long an AWS service may take, and how often it is asked."""
    from botocore.config import Config

    return Config(connect_timeout=2, read_timeout=10, retries={"total_max_attempts": 3})


@cache
def app() -> App:
    """Return the one App of this process, made from its environment."""
    return App(Settings.from_env())
