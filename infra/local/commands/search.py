"""`newswire search`: a query to the HTTP API, and stories in the terminal."""

from __future__ import annotations

import csv
import io
import json
import signal
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import chain
from threading import Event
from typing import Any
from zoneinfo import ZoneInfo

import click
import tzlocal
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from infra.local import page_lines, running, story_lines
from infra.local.api import Api
from infra.local.authorizer import unsigned_token
from infra.local.follow import follow
from infra.local.printable import printable_json
from newswire.search.syntax import SYNTAX

POLL_SECONDS = 2.0
"""Between two looks for new stories with --follow."""
_FIRST_SHOWN = 20
"""Stories that --follow begins with, where --size does not say it."""
_FILTERS = {
    "supplier": "who sent it",
    "feed": "the channel it came by",
    "publisher": "who printed it",
    "topic": "its name or code, narrower ones too",
    "person": "the whole name; for a surname write person:NAME into QUERY",
    "organisation": "the whole name",
    "place": "the whole name",
    "country": "its code: FR",
    "language": "its code: en",
    "genre": "the genre",
    "urgency": "1 (flash) to 9",
}
_COUNTED_BY = "supplier,topic,person,organisation,place,country,language,genre,urgency,histogram"
_MEDIA_TYPES = {"ndjson": "application/x-ndjson", "csv": "text/csv"}
_AT_ODDS = {
    "following": ("every", "sort", "cursor", "facets", "explain"),
    "every": ("size", "cursor", "facets", "explain", "as_json"),
}
"""What cannot be asked for together."""


class _Search(click.Command):
    """Takes "-word" for a part of the query, and tells the query language in its help."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, [f" {arg}" if _is_denied(arg) else arg for arg in args])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("What QUERY can be (quote it for the shell)"):
            formatter.write_dl(SYNTAX)


def _is_denied(argument: str) -> bool:
    return argument.startswith("-") and not argument.startswith("--") and argument not in ("-", "-h")


def _with_filters(command: Callable[..., None]) -> Callable[..., None]:
    for name, what in reversed(_FILTERS.items()):
        command = click.option(f"--{name}", multiple=True, help=what)(command)
    return command


@click.command(cls=_Search, short_help="find stories")
@click.argument("query", nargs=-1)
@_with_filters
@click.option("--from", "start", help="not older than this day or time: 2026-03-01, 2026-03-01T09:00:00Z")
@click.option("--to", "end", help="up to and with this day, or before this time")
@click.option("--tz", help="the time zone of days, Europe/Berlin; by default that of this machine")
@click.option(
    "--sort", type=click.Choice(["relevance", "newest", "oldest"]), help="default: relevance, if there are words"
)
@click.option("--size", type=int, help="stories a page, 1 to 100; default 20")
@click.option("--cursor", help="go on where a page ended: its `next`")
@click.option("--facets", is_flag=True, help="also count the stories by supplier, topic, person and so on")
@click.option("--explain", is_flag=True, help="also say how the query was understood, and why each story matches")
@click.option("--story", help="with --explain: also say why the story with this id is found or not")
@click.option("--follow", "following", is_flag=True, help="go on, and print new matches as they arrive, until Ctrl-C")
@click.option("--all", "every", is_flag=True, help="write all stories whole, however many there are; see --format")
@click.option("--format", "written", type=click.Choice(list(_MEDIA_TYPES)), help="of --all; default ndjson")
@click.option("--embargoed", is_flag=True, help="also what is under embargo, marked; on the local stack only")
@click.option("--url", help="of the HTTP API; by default the running local stack")
@click.option("--json", "as_json", is_flag=True, help="print the API's answer; with --follow, one story a line")
@click.pass_context
def search(
    ctx: click.Context,
    /,
    query: tuple[str, ...],
    *,
    start: str | None,
    end: str | None,
    tz: str | None,
    sort: str | None,
    size: int | None,
    cursor: str | None,
    facets: bool,
    explain: bool,
    story: str | None,
    following: bool,
    every: bool,
    written: str | None,
    embargoed: bool,
    url: str | None,
    as_json: bool,
    **filters: tuple[str, ...],
) -> None:
    """Find stories: all words of QUERY; "exactly these words" in quotes. Without QUERY, the newest ones.

    A filter that is given twice means either of the two. QUERY has its own ways to say the same, see below.
    """
    _check(ctx)
    zone = tz or _machine_zone()
    given = {
        "q": " ".join(word.strip() for word in query),
        "from": start,
        "to": end,
        "tz": zone,
        "sort": sort,
        "size": None if following else size,
        "cursor": cursor,
        "facets": _COUNTED_BY if facets else None,
        "explain": "true" if explain else None,
        "story": story,
    }
    parameters = [(name, str(value)) for name, value in given.items() if value not in (None, "")]
    parameters += [(name, value) for name, values in filters.items() for value in values]
    with Api(url or running.url(), unsigned_token("embargoed") if embargoed else None) as api:
        if every:
            _export(api, parameters, _MEDIA_TYPES[written or "ndjson"])
        elif following:
            _follow(api, parameters, _FIRST_SHOWN if size is None else size, zone, as_json=as_json)
        else:
            page = api.search(parameters)
            if as_json:
                _print_json(page)
            else:
                page_lines.show(page, Console(highlight=False), _now(zone), meaning=explain)


def _check(ctx: click.Context) -> None:
    """Raise UsageError for options that cannot be given together."""
    names = {parameter.name: parameter.opts[0] for parameter in ctx.command.params}
    for one, others in _AT_ODDS.items():
        for other in others:
            if ctx.params[one] and ctx.params[other]:
                raise click.UsageError(f"{names[one]} and {names[other]} do not go together: leave one of them out")
    if ctx.params["story"] and not ctx.params["explain"]:
        raise click.UsageError("--story is that of --explain: add --explain")
    if ctx.params["written"] and not ctx.params["every"]:
        raise click.UsageError("--format is that of --all: add --all")


def _machine_zone() -> str | None:
    """Return the name of this machine's time zone; None where it has none that the API knows."""
    try:
        with warnings.catch_warnings(action="ignore"):
            name = tzlocal.get_localzone_name()
        ZoneInfo(name)
    except (OSError, LookupError, ValueError, TypeError):  # of contradicting settings, and of names that there are not
        return None
    return name if "/" in name else None


def _now(zone: str | None) -> datetime:
    return datetime.now(ZoneInfo(zone) if zone else UTC)


def _print_json(answer: dict[str, Any]) -> None:
    click.echo(printable_json(json.dumps(answer, ensure_ascii=False)))


def _follow(api: Api, parameters: list[tuple[str, str]], first_shown: int, zone: str | None, *, as_json: bool) -> None:
    """Print the newest stories, the newest at the bottom, and then each one that arrives, until Ctrl-C."""
    console = Console(highlight=False)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # shells let background jobs ignore it
    pages = follow(api, parameters, lambda: Event().wait(POLL_SECONDS), _say)
    with suppress(KeyboardInterrupt):
        first = next(pages)
        if not as_json:
            page_lines.show_query(first["query"], console)
        for page in chain([first | {"stories": first["stories"][-first_shown:] if first_shown else []}], pages):
            for story in page["stories"]:
                if as_json:
                    _print_json(story)
                else:
                    story_lines.show(story, console, _now(zone))
            sys.stdout.flush()


def _say(problem: str) -> None:
    click.echo(f"newswire: {' '.join(problem.split())}; trying again", err=True)


def _export(api: Api, parameters: list[tuple[str, str]], media_type: str) -> None:
    """Write all stories to standard output as the API gives them; the header of a table once."""
    out = sys.stdout.buffer
    errors = Console(stderr=True)
    columns = (TextColumn("stories"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    is_shown = errors.is_terminal and not out.isatty()
    with Progress(*columns, console=errors, transient=True, disable=not is_shown) as progress:
        bar = progress.add_task("stories", total=_number(api, parameters) if is_shown else None)
        is_first = True
        for part in api.export(parameters, media_type):
            is_table = media_type == _MEDIA_TYPES["csv"]
            out.write(part if is_first or not is_table else part.partition(b"\r\n")[2])
            out.flush()
            progress.advance(bar, _rows(part) if is_table else part.count(b"\n"))
            is_first = False


def _number(api: Api, parameters: list[tuple[str, str]]) -> int:
    """Return how many stories match: the total of a page ends at 10,000, the bars of the histogram do not."""
    page = api.search([*parameters, ("facets", "histogram"), ("size", "1"), ("highlight", "false")])
    return sum(bar["count"] for bar in page["histogram"])


def _rows(part: bytes) -> int:
    """Return the rows of a table below its header; a cell may have lines."""
    return sum(1 for _ in csv.reader(io.StringIO(part.decode(), newline=""))) - 1
