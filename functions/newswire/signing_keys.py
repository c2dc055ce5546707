"""The keys of suppliers that sign their pushes: a secret of Secrets Manager, {"ena": ["key", "its successor"]}."""

from __future__ import annotations

import json

from newswire.errors import SigningKeysRefused
from newswire.story import supplier_name

SHORTEST_KEY = 32
"""Characters that a key has at least."""


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
