"""A page of results as a terminal shows it: what was understood, the stories, and what they are counted by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from infra.local import explain_lines, story_lines
from infra.local.counted import counted
from infra.local.printable import printable

if TYPE_CHECKING:
    from datetime import datetime

    from rich.console import Console

_MOST_VALUES = 8
"""Values of a facet that are shown; the API tells more of them."""
_BARS = " ▁▂▃▄▅▆▇█"


def show(page: dict[str, Any], console: Console, now: datetime, *, meaning: bool = False) -> None:
    """Print a page, its query's meaning and warnings first; see show_query and story_lines.show."""
    show_query(page["query"], console, meaning=meaning)
    explanation = page.get("explain", {"stories": [], "story": None})
    explained = {each["id"]: each for each in explanation["stories"]}
    if explanation["story"]:
        console.print(explain_lines.why_not(explanation["story"]), soft_wrap=True)
    for story in page["stories"]:
        story_lines.show(story, console, now)
        if story["id"] in explained:
            console.print(explain_lines.why(explained[story["id"]]), soft_wrap=True)
    _show_facets(page, console)
    total = page["total"]
    found = counted(total["value"], "story", "stories")
    _print(console, f"{found}{' or more' if total['relation'] == 'gte' else ''} found", "bold")
    if page["next"]:
        _print(console, f"go on with --cursor {printable(page['next'])}", "dim")


def show_query(query: dict[str, Any], console: Console, *, meaning: bool = False) -> None:
    """Print how a query was understood, where it is not as typed or `meaning` is asked for, and what to say of it."""
    typed = query["text"].strip()
    if meaning or typed not in ("", query["understood_as"]):
        _print(console, f"understood as: {printable(query['understood_as'])}", "dim")
    for warning in query["warnings"]:
        _print(console, f"note: {printable(warning)}", "yellow")
    if meant := query["did_you_mean"]:
        _print(console, f"did you mean: {printable(meant)}", "bold yellow")


def _show_facets(page: dict[str, Any], console: Console) -> None:
    for name, values in page["facets"].items():
        if values:
            shown = [f"{printable(each['label'])} ({each['count']})" for each in values[:_MOST_VALUES]]
            more = ["…"] if len(values) > _MOST_VALUES else []
            _print(console, f"{name + ':':14}{' · '.join(shown + more)}", "cyan")
    if bars := page["histogram"]:
        most = max(each["count"] for each in bars)
        drawn = "".join(_BARS[-(-each["count"] * (len(_BARS) - 1) // most)] for each in bars)
        _print(console, f"{'over time:':14}{bars[0]['from'][:10]} {drawn} {bars[-1]['from'][:10]}", "cyan")


def _print(console: Console, line: str, style: str) -> None:
    console.print(Text(line, style), soft_wrap=True)
