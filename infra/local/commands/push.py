"""`newswire push`: files to the HTTP API."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import IO, Any

import click
from rich.console import Console
from rich.progress import track

from infra.local import running
from infra.local.api import Api, ApiRefused
from infra.local.errors import LocalError
from infra.local.files import File, UnreadableFile, expand
from newswire.signature import sign
from newswire.story import supplier_name

MANY = 20
"""From so many files on there is a progress bar, and only what went wrong gets a line."""


@click.command(short_help="push stories from files, folders or standard input")
@click.argument("paths", nargs=-1, required=True, metavar="FILE|DIR|-...")
@click.option("--supplier", help="who sends; by default what the payload names, else 'unknown'")
@click.option("--feed", help="the channel it came by")
@click.option("--content-type", help="what the files are, for example 'text/plain; charset=koi8-r'")
@click.option("--key-file", type=click.File("rb"), help="sign as --supplier with the key in this file")
@click.option("--url", help="of the HTTP API; by default the running local stack")
@click.option("--json", "as_json", is_flag=True, help="print one JSON object a file")
def push(
    paths: tuple[str, ...],
    supplier: str | None,
    feed: str | None,
    content_type: str | None,
    key_file: IO[bytes] | None,
    url: str | None,
    as_json: bool,
) -> None:
    """Push stories to Newswire: files, all files of folders, or - for standard input.

    Each file is one delivery, in any supported format. The exit code is 1 when one of them was refused, or cannot be
    read: then it was taken all the same and goes to quarantine, with the reason that is printed.
    """
    files = list(expand(paths))
    key = _key(key_file, supplier)
    parameters = [(name, value) for name, value in (("supplier", supplier), ("feed", feed)) if value]
    results = []
    with Api(url or running.url()) as api:
        progress = Console(stderr=True)
        shown = track(files, "pushing", console=progress, disable=len(files) < MANY or not progress.is_terminal)
        for file in shown:
            result = _push(api, file, parameters, content_type, key)
            results.append(result)
            if as_json:
                click.echo(json.dumps(result))
            elif len(files) < MANY or not _is_fine(result):
                click.echo(_line(result), err=not _is_fine(result))
    if not as_json and len(files) > 1:
        click.echo(_summary(results))
    if not all(map(_is_fine, results)):
        sys.exit(1)


def _key(file: IO[bytes] | None, supplier: str | None) -> bytes | None:
    if file is None:
        return None
    if not supplier:
        raise LocalError("a signed push needs its signer: name it with --supplier")
    if not (key := file.read().strip()):
        raise LocalError(f"{file.name} is empty: put the key into it")
    return key


def _push(
    api: Api, file: File, parameters: list[tuple[str, str]], content_type: str | None, key: bytes | None
) -> dict[str, Any]:
    try:
        body = file.read()
        signature = _signature(key, body, **dict(parameters)) if key else None
        return {"file": file.name, "deliveries": api.push(body, parameters, content_type, signature)}
    except UnreadableFile as error:
        return {"file": file.name, "problem": {"title": "Unreadable file", "detail": str(error)}}
    except ApiRefused as error:
        return {"file": file.name, "problem": error.problem}


def _signature(key: bytes, body: bytes, supplier: str, feed: str = "") -> str:
    return sign(key, supplier_name(supplier) or supplier, supplier_name(feed), body, datetime.now(UTC))


def _is_fine(result: dict[str, Any]) -> bool:
    return "deliveries" in result and all(delivery["story"] for delivery in result["deliveries"])


def _line(result: dict[str, Any]) -> str:
    if problem := result.get("problem"):
        return f"{result['file']}: refused: {problem.get('detail')}"
    stories = (
        delivery["story"] or f"to quarantine: {delivery.get('reason', 'see the log')}"
        for delivery in result["deliveries"]
    )
    return f"{result['file']}: {', '.join(stories)}"


def _summary(results: list[dict[str, Any]]) -> str:
    refused = sum("problem" in result for result in results)
    fine = sum(map(_is_fine, results))
    return f"{fine} pushed, {len(results) - fine - refused} to quarantine, {refused} refused"
