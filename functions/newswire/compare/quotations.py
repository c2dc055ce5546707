"""Where the quotations of a paragraph are, in every style of quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Style:
    """A pair of marks. `may_stay_open`: agencies open each paragraph of a long quotation and close only the last."""

    opening: str
    closing: str
    may_stay_open: bool = True


# By the opening mark. An opening mark follows no letter, a closing single one is followed by none: that tells them from
# apostrophes. German closes with the mark that opens in English, and Swedish opens with the one that closes.
_STYLES = {
    '"': _Style(r'(?<![^\W_])"(?=\S)', r'"'),
    "“": _Style(r"“", r"[”\"]"),
    "„": _Style(r"„", r"[“”\"]"),
    "”": _Style(r"(?<![\w.,!?…])”(?=\w)", r"”"),
    "«": _Style(r"(?<![\w.,!?…])«(?=[\s¿¡\w])", r"»"),
    "»": _Style(r"(?<![\w.,!?…])»(?=\w)", r"[«»]"),
    "「": _Style(r"「", r"」"),
    "『": _Style(r"『", r"』"),
    "‘": _Style(r"‘", r"’(?!\w)", may_stay_open=False),
    "‚": _Style(r"‚(?=\w)", r"[‘’](?!\w)", may_stay_open=False),
    "‹": _Style(r"‹", r"›", may_stay_open=False),
    "'": _Style(r"(?<![\w.,!?])'(?=\w)", r"'(?!\w)", may_stay_open=False),
}
_OPENING = re.compile("|".join(style.opening for style in _STYLES.values()))
_CLOSING = {mark: re.compile(style.closing) for mark, style in _STYLES.items()}


def spans(paragraph: str) -> list[tuple[int, int]]:
    """Return start and end of what stands inside quotation marks, the marks left out.

    A quotation inside a quotation is a part of it; one that is not closed ends with the paragraph.
    """
    found = []
    never_closed: set[str] = set()
    opening = _OPENING.search(paragraph)
    while opening:
        mark, start = opening[0], opening.end()
        closing = None if mark in never_closed else _CLOSING[mark].search(paragraph, start)
        if closing:
            found.append((start, closing.start()))
            start = closing.end()
        else:
            never_closed.add(mark)  # nor will a later one be: searching for each would take quadratic time
            if _STYLES[mark].may_stay_open:
                found.append((start, len(paragraph)))
                break
        opening = _OPENING.search(paragraph, start)
    return found
