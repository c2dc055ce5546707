"""Text of others made safe for a terminal: what it would obey instead of show is made visible or left out."""

from __future__ import annotations

_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_REPLACEMENT = 0xFFFD
_SAFE = str.maketrans(
    {
        **_PICTURES,
        **dict.fromkeys(range(0x80, 0xA0), _REPLACEMENT),
        **dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT),
        # They turn the direction of what follows, beyond the text that they stand in.
        **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], None),
    }
)
_IN_JSON = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}


def printable(text: str) -> str:
    """Return a text on one line, without what a terminal takes for an order: ESC becomes "␛"."""
    return " ".join(text.split()).translate(_SAFE)


def printable_json(text: str) -> str:
    """Return the same JSON without the control characters that JSON leaves as they are."""
    return text.translate(_IN_JSON)
