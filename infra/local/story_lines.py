"""Stories as a terminal shows them, three lines each: headline; age, who, how urgent, id; the best passage.

Nothing of a story is taken for mark-up or reaches the terminal as an order.
"""

from __future__ import annotations

import html
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rich.text import Text

from infra.local.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

_MATCH = "bold yellow"
_URGENT = 2
"""Up to this urgency a story stands out: 1 is a flash, 2 a bulletin."""
_NEVER_ENDS = 9999
"""The year in which an embargo ends that cannot be read; it holds until a newer version."""


def show(story: dict[str, Any], console: Console, now: datetime) -> None:
    """Print one story of a page.

    Parameters
    ----------
    story: as the API gives it.
    console: where to; a terminal gets no more of headline and passage than a line holds, a file all of it.
    now: with the reader's zone, in which days are told.
    """
    for line, cut in _lines(story, now):
        fitted = cut and console.is_terminal
        console.print(line, no_wrap=fitted, overflow="ellipsis" if fitted else None, soft_wrap=not fitted)


def _lines(story: dict[str, Any], now: datetime) -> Iterator[tuple[Text, bool]]:
    """Yield the lines of a story, and whether each may be cut."""
    highlights = story["highlights"]
    headline = story["headline"] or story["slug"] or "(no headline)"
    yield _marked(highlights["headline"], headline, "dim" if story["partial"] else "bold"), True
    yield Text("  ") + Text(" · ").join(_facts(story, now)), False
    yield Text("  ") + _marked(" … ".join(highlights["body"]), story["summary"]), True


def _facts(story: dict[str, Any], now: datetime) -> Iterator[Text]:
    if story["partial"]:
        yield Text("some of the words", "italic yellow")
    if "embargoed" in story:
        yield Text(f"under embargo until {_until(story['embargo_until'], now)}", "bold red")
    yield Text(age(datetime.fromisoformat(story["version_created"]), now), "cyan")
    yield Text(printable(story["supplier"]), "green")
    if (urgency := story["urgency"]) is not None:
        yield Text(f"urgency {urgency}", "bold red" if urgency <= _URGENT else "dim")
    yield Text(printable(story["id"]), "dim")


def _marked(passage: str | None, plain: str, style: str = "") -> Text:
    """Turn a highlighted passage (escaped HTML, <mark> around what matches) into coloured text."""
    if not passage:
        return Text(printable(plain), style)
    text = Text(style=style)
    for number, part in enumerate(passage.replace("</mark>", "<mark>").split("<mark>")):
        # Spaces at its ends part it from its neighbours.
        words = printable(f"|{html.unescape(part)}|")[1:-1]
        text.append(words, _MATCH if number % 2 else "")
    return text


def age(created: datetime, now: datetime) -> str:
    """Return how old a version is at `now`, or its day in the zone of `now` where that says more."""
    minutes = max(int((now - created).total_seconds() // 60), 0)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{created.astimezone(now.tzinfo):%Y-%m-%d}"


def _until(embargo: str, now: datetime) -> str:
    end = datetime.fromisoformat(embargo)
    return "a newer version" if end.year == _NEVER_ENDS else f"{end.astimezone(now.tzinfo):%Y-%m-%d %H:%M}"
