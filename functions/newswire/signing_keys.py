"""The keys of suppliers that sign their pushes: a secret of Secrets Manager, {"ena": ["key", "its successor"]}."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from newswire.errors import SigningKeysRefused
from newswire.story import supplier_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

KEPT = timedelta(minutes=5)
"""How long the keys are used before they are read again: so long a key works on that was taken away."""

SHORTEST_KEY = 32
"""Characters that a key has at least."""


class SigningKeys:
    """All suppliers' keys, read when they are first needed and then every few minutes.

    Parameters
    ----------
    client: a boto3 Secrets Manager client.
    secret: its name or ARN.
    clock: tells the time.
    """

    def __init__(self, client: Any, secret: str, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._secret = secret
        self._clock = clock
        self._keys: dict[str, tuple[bytes, ...]] = {}
        self._until: datetime | None = None

    def of(self, supplier: str) -> tuple[bytes, ...]:
        """Return the keys of a supplier; none where it has none.

        Raises
        ------
        SigningKeysRefused: the secret holds no such table; nobody's signature is good until it is mended.
        errors of boto3
        """
        now = self._clock()
        if self._until is None or now >= self._until:
            self._keys = load(self._client.get_secret_value(SecretId=self._secret).get("SecretString", ""))
            self._until = now + KEPT
        return self._keys.get(supplier, ())


def load(text: str) -> dict[str, tuple[bytes, ...]]:
    """Return the keys by supplier in the text of the secret.

    Raises
    ------
    SigningKeysRefused: it is broken; the message names the supplier, and never holds a key.
    """
    try:
        table = json.loads(text)
    except (ValueError, RecursionError):
        table = None
    if not isinstance(table, dict):
        raise SigningKeysRefused('the secret with the signing keys is no JSON object like {"ena": ["key"]}')
    return {_name(supplier): _keys(supplier, keys) for supplier, keys in table.items()}


def _name(supplier: str) -> str:
    if supplier_name(supplier) != supplier:
        raise SigningKeysRefused(f"signing keys: {supplier[:100]!r} is no supplier: write a-z, 0-9 and _.- only")
    return supplier


def _keys(supplier: str, keys: object) -> tuple[bytes, ...]:
    if not isinstance(keys, list) or not all(isinstance(key, str) and len(key) >= SHORTEST_KEY for key in keys):
        raise SigningKeysRefused(
            f"signing keys: {supplier}: write a list of texts of {SHORTEST_KEY} characters or more"
        )
    return tuple(key.encode(errors="surrogatepass") for key in keys)
