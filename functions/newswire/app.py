"""Settings wired to the sides that they name, once a process."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from newswire.settings import Settings

if TYPE_CHECKING:
    from newswire.archive import Archive
    from newswire.index import Index
    from newswire.queue import Queue


class App:
    """What a handler works with; each side is made when it is first used, so that a function pays for no other's.

    Parameters
    ----------
    settings: where the sides are.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def now(self) -> datetime:
        """Return the time; the one clock of the functions."""
        return datetime.now(UTC)

    @cached_property
    def index(self) -> Index:
        """The search engine's side."""
        from newswire.index import Index, connect

        return Index(connect(self.settings), self.settings.index_prefix)

    @cached_property
    def archive(self) -> Archive:
        """The bucket's side."""
        from newswire.archive import Archive

        return Archive(_client("s3"), self.settings.required("archive_bucket"))

    @cached_property
    def queue(self) -> Queue:
        """The queue's side."""
        from newswire.queue import Queue

        return Queue(_client("sqs"), self.settings.required("queue_url"), self.archive)


@cache
def app() -> App:
    """Return the one App of this process, made from its environment."""
    return App(Settings.from_env())


def _client(service: str) -> Any:
    import boto3  # 300 ms that the search function need not pay
    from botocore.config import Config

    return boto3.client(service, config=Config(connect_timeout=2, read_timeout=10, retries={"total_max_attempts": 3}))  # type: ignore[call-overload]
