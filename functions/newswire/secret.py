"""A secret of Secrets Manager, read when it is first needed and then every few minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

T = TypeVar("T")

KEPT = timedelta(minutes=5)
"""How long what was read is used before it is read again: so long a key works on that was taken away."""


class Secret(Generic[T]):
    """What one secret holds.

    Parameters
    ----------
    client: a boto3 Secrets Manager client.
    name: its name or ARN.
    load: makes of its text what is wanted; its errors are the reader's.
    clock: tells the time.
    """

    def __init__(self, client: Any, name: str, load: Callable[[str], T], clock: Callable[[], datetime]) -> None:
        self._client = client
        self._name = name
        self._load = load
        self._clock = clock
        self._read: tuple[T, datetime] | None = None

    def read(self) -> T:
        """Return what it holds, at most KEPT old; raises errors of `load` and of boto3."""
        now = self._clock()
        if self._read is None or now >= self._read[1]:
            text = self._client.get_secret_value(SecretId=self._name).get("SecretString", "")
            self._read = self._load(text), now + KEPT
        return self._read[0]
