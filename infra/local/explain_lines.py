"""Why stories match, and why one does not, as a terminal shows it: each clause with a sign, and what it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from infra.local.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

_HIDDEN = {
    "embargo": "it is under embargo",
    "withheld": "its supplier withholds it",
    "killed": "its supplier killed it",
    "expired": "its time is up",
    "unknown": "there is no such story",
}


def why(story: dict[str, Any]) -> Text:
    """Return the line that explains a story of a page."""
    parts = [_clause(each, f" {each['score']:.2f}" if each["score"] else "") for each in story["clauses"]]
    if score := story["score"]:
        worth = f"as typed {score['as_typed']:.2f} · × {score['newness']:.2f} as new · score {score['total']:.2f}"
        parts.append(Text(worth, "dim"))
    return _line("  why: ", parts)


def why_not(story: dict[str, Any]) -> Text:
    """Return the line that says whether a story is found, and which clauses it has."""
    name = printable(story["story"])
    if reason := story["hidden"]:
        return Text(f"{name} is not shown: {_HIDDEN.get(reason, printable(reason))}", "bold")
    verdict = "is found" if story["found"] else "is not found"
    colon = ": " if story["because"] else ""
    return _line(f"{name} {verdict}{colon}", [_clause(each) for each in story["because"]])


def _clause(clause: dict[str, Any], more: str = "") -> Text:
    sign, style = ("✓", "green") if clause["matched"] else ("✗", "red")
    return Text(f"{sign} {printable(clause['clause'])}{more}", style)


def _line(start: str, parts: Iterable[Text]) -> Text:
    return Text(start, "bold") + Text(" · ").join(parts)
