"""`newswire search`: a query to the HTTP API, and stories in the terminal."""

from __future__ import annotations

import html
import json
from datetime import UTC, datetime
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from infra.local import running
from infra.local.api import Api
from infra.local.authorizer import unsigned_token
from newswire.story import UNTIL_A_NEWER_VERSION


@click.command(short_help="find stories")
@click.argument("query", nargs=-1)
@click.option("--supplier", multiple=True, help="of this supplier; give it again for one more")
@click.option("--feed", multiple=True, help="of this feed; give it again for one more")
@click.option("--from", "start", help="not older than this day or time: 2026-03-01, 2026-03-01T09:00:00Z")
@click.option("--to", "end", help="up to and with this day, or before this time")
@click.option(
    "--sort", type=click.Choice(["relevance", "newest", "oldest"]), help="default: relevance, if there are words"
)
@click.option("--size", type=int, help="stories a page, 1 to 100; default 20")
@click.option("--cursor", help="go on where a page ended: its `next`")
@click.option("--embargoed", is_flag=True, help="also what is under embargo, marked; on the local stack only")
@click.option("--url", help="of the HTTP API; by default the running local stack")
@click.option("--json", "as_json", is_flag=True, help="print the API's answer")
def search(
    query: tuple[str, ...],
    supplier: tuple[str, ...],
    feed: tuple[str, ...],
    start: str | None,
    end: str | None,
    sort: str | None,
    size: int | None,
    cursor: str | None,
    embargoed: bool,
    url: str | None,
    as_json: bool,
) -> None:
    """Find stories: all words of QUERY; "exactly these words" in quotes. Without QUERY, the newest ones."""
    given = {"q": " ".join(query), "from": start, "to": end, "sort": sort, "size": size, "cursor": cursor}
    parameters = [(name, str(value)) for name, value in given.items() if value not in (None, "")]
    parameters += [("supplier", name) for name in supplier] + [("feed", name) for name in feed]
    with Api(url or running.url(), unsigned_token("embargoed") if embargoed else None) as api:
        page = api.search(parameters)
    if as_json:
        click.echo(json.dumps(page, ensure_ascii=False))
    else:
        _show(page, Console(highlight=False))


def _show(page: dict[str, Any], console: Console) -> None:
    for warning in page["query"]["warnings"]:
        console.print(f"note: {warning}", style="yellow")
    now = datetime.now(UTC)
    for story in page["stories"]:
        headline = _marked(story["highlights"]["headline"], story["headline"] or story["slug"] or "(no headline)")
        console.print(headline, soft_wrap=True)
        urgency = f" · urgency {story['urgency']}" if story["urgency"] else ""
        age = _age(datetime.fromisoformat(story["version_created"]), now)
        if "embargoed" in story:
            console.print(f"  under embargo until {_until(story['embargo_until'])}", style="bold red")
        console.print(
            f"  {age} · {story['supplier']}{urgency} · {story['id']}", style="dim", markup=False, soft_wrap=True
        )
        passage = Text("  ") + _marked(next(iter(story["highlights"]["body"]), None), story["summary"])
        # A terminal gets one line of it, a file or a pipe all of it.
        console.print(passage, no_wrap=console.is_terminal, overflow="ellipsis", soft_wrap=not console.is_terminal)
    total = page["total"]
    more = " or more" if total["relation"] == "gte" else ""
    console.print(f"{total['value']}{more} found", style="bold")
    if page["next"]:
        console.print(f"go on with --cursor {page['next']}", style="dim", markup=False, soft_wrap=True)


def _marked(passage: str | None, plain: str) -> Text:
    """Turn a highlighted passage (escaped, <mark> around words that match) into coloured text."""
    if passage is None:
        return Text(" ".join(plain.split()))
    text = Text()
    for number, part in enumerate(passage.replace("</mark>", "<mark>").split("<mark>")):
        text.append(" ".join(html.unescape(part).splitlines()), style="bold yellow" if number % 2 else "")
    return text


def _until(embargo: str) -> str:
    return "a newer version" if datetime.fromisoformat(embargo) == UNTIL_A_NEWER_VERSION else embargo


def _age(created: datetime, now: datetime) -> str:
    """Return how old a version is, or its day where that says more."""
    minutes = int((now - created).total_seconds() // 60)
    if minutes < 60:
        return f"{max(minutes, 0)} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{created:%Y-%m-%d}"
