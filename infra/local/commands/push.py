"""`newswire push`: files to the HTTP API."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import track

from infra.local import running
from infra.local.api import Api, ApiRefused

MANY = 20
"""From so many files on there is a progress bar, and only what was refused gets a line."""


@click.command(short_help="push stories from files, folders or standard input")
@click.argument("paths", nargs=-1, required=True, metavar="FILE|DIR|-...")
@click.option("--supplier", help="who sends; by default what the payload names, else 'unknown'")
@click.option("--feed", help="the channel it came by")
@click.option("--url", help="of the HTTP API; by default the running local stack")
@click.option("--json", "as_json", is_flag=True, help="print one JSON object a file")
def push(paths: tuple[str, ...], supplier: str | None, feed: str | None, url: str | None, as_json: bool) -> None:
    """Push stories to Newswire: files, all files of folders, or - for standard input.

    Each file is one delivery, in any supported format. The exit code is 1 when one of them was refused.
    """
    files = list(_files(paths))
    parameters = [(name, value) for name, value in (("supplier", supplier), ("feed", feed)) if value]
    refused = 0
    with Api(url or running.url()) as api:
        progress = Console(stderr=True)
        shown = track(files, "pushing", console=progress, disable=len(files) < MANY or not progress.is_terminal)
        for file in shown:
            result = _push(api, file, parameters)
            refused += "problem" in result
            if as_json:
                click.echo(json.dumps(result))
            elif "problem" in result or len(files) < MANY:
                click.echo(_line(result))
    if not as_json and len(files) > 1:
        click.echo(f"{len(files) - refused} pushed, {refused} refused")
    if refused:
        sys.exit(1)


def _files(paths: tuple[str, ...]) -> Iterator[Path | None]:
    """Give the files that the paths name, in the order of their names; None for standard input."""
    for name in paths:
        path = Path(name)
        if name == "-":
            yield None
        elif path.is_dir():
            found = sorted(
                file
                for file in path.rglob("*")
                if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts)
            )
            if not found:
                raise click.ClickException(f"{path} has no files: name a folder with stories")
            yield from found
        elif path.is_file():
            yield path
        else:
            raise click.ClickException(f"{path} is no file and no folder")


def _push(api: Api, file: Path | None, parameters: list[tuple[str, str]]) -> dict[str, Any]:
    try:
        body = file.read_bytes() if file else sys.stdin.buffer.read()
    except OSError as error:
        return {"file": str(file), "problem": {"title": "Unreadable file", "detail": error.strerror}}
    try:
        return {"file": str(file or "-"), "deliveries": api.push(body, parameters)}
    except ApiRefused as error:
        return {"file": str(file or "-"), "problem": error.problem}


def _line(result: dict[str, Any]) -> str:
    if problem := result.get("problem"):
        return f"{result['file']}: refused, {problem.get('detail')}"
    stories = ", ".join(delivery["story"] or "cannot be read: see quarantine" for delivery in result["deliveries"])
    return f"{result['file']}: {stories}"
