"""`newswire quarantine`: what could not be processed, for a person to decide."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import click
from rich.console import Console
from rich.progress import track

from infra.local.counted import counted
from infra.local.deployment import deployed
from infra.local.instant import Instant
from newswire.app import App
from newswire.quarantine import Quarantine, Quarantined
from newswire.record import Record, RecordDamaged

_HEAD_BYTES = 2000
_INTERRUPTED = 130


@click.group(short_help="deliveries that could not be processed: list, show, release, drop")
def quarantine() -> None:
    """Look at the deliveries that could not be processed as they are, and release or drop them."""


@quarantine.command("list")
@click.option("--supplier", help="of this supplier")
@click.option("--since", type=Instant(), help="received since this day or time")
@click.option("--json", "as_json", is_flag=True, help="print one JSON object a delivery")
def list_(supplier: str | None, since: datetime | None, as_json: bool) -> None:
    """List what is in quarantine, the newest first, with the reason."""
    with deployed() as app:
        listed = _newest_first(Quarantine(app.archive).listed(since, supplier))
        for found in listed:
            click.echo(json.dumps(_as_dict(found)) if as_json else _line(found, app.now()))
    if not as_json:
        click.echo(f"{len(listed) or 'nothing'} in quarantine", err=True)


@quarantine.command()
@click.argument("delivery_id", metavar="ID")
@click.option("--raw", is_flag=True, help="write the bytes of the delivery, and nothing else")
def show(delivery_id: str, raw: bool) -> None:
    """Show why a delivery is in quarantine, what is known of it, and how it begins."""
    with deployed() as app:
        found = Quarantine(app.archive).find(delivery_id)
    for each in found:
        if each.record is None:
            raise click.ClickException(f"{each.key}: {each.damage}")
        if raw:
            click.echo(each.record.delivery.body, nl=False)
        else:
            click.echo(_block(each, each.record))


@quarantine.command()
@click.argument("delivery_ids", nargs=-1, metavar="ID...")
@click.option("--all", "all_of_them", is_flag=True, help="all that are in quarantine")
@click.option("--supplier", help="with --all: of this supplier only")
def release(delivery_ids: tuple[str, ...], all_of_them: bool, supplier: str | None) -> None:
    """Queue deliveries again as they came, and take them out of quarantine.

    What still cannot be processed comes back into quarantine, with the reason of then.
    """
    with deployed() as app:
        kept_aside = Quarantine(app.archive, app.queue)
        failed = released = 0
        with _told_when_stopped(lambda: f"{released} released"):
            for each in _tracked(_chosen(app, delivery_ids, all_of_them, supplier), "releasing"):
                try:
                    kept_aside.release(each)
                    released += 1
                except RecordDamaged as error:
                    failed += 1
                    click.echo(str(error), err=True)
    click.echo(f"{released} released")
    if failed:
        sys.exit(1)


@quarantine.command()
@click.argument("delivery_ids", nargs=-1, metavar="ID...")
@click.option("--all", "all_of_them", is_flag=True, help="all that are in quarantine")
@click.option("--supplier", help="with --all: of this supplier only")
@click.option("--yes", is_flag=True, help="do not ask")
def drop(delivery_ids: tuple[str, ...], all_of_them: bool, supplier: str | None, yes: bool) -> None:
    """Take deliveries out of quarantine for good; the archive keeps them. Asks first, unless --yes is given."""
    if not (yes or _is_terminal()):
        raise click.UsageError("dropping asks first, and there is no terminal to ask on: say --yes")
    with deployed() as app:
        chosen = _chosen(app, delivery_ids, all_of_them, supplier)
        if not yes:
            for each in chosen[:10]:
                click.echo(_line(each, app.now()), err=True)
            if not click.confirm(f"drop {len(chosen)} from quarantine?", err=True):
                raise click.ClickException("nothing was dropped")
        dropped = 0
        with _told_when_stopped(lambda: f"{dropped} dropped"):
            for each in _tracked(chosen, "dropping"):
                Quarantine(app.archive).drop(each)
                dropped += 1
    click.echo(f"{dropped} dropped")


@contextmanager
def _told_when_stopped(done: Callable[[], str]) -> Iterator[None]:
    """Say what was done by then, where Ctrl-C ends it."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo(f"{done()}, stopped: the others are still in quarantine")
        sys.exit(_INTERRUPTED)


def _is_terminal() -> bool:
    """Tell whether a person can be asked: standard input may be a file, or closed."""
    return sys.stdin is not None and sys.stdin.isatty()


def _chosen(app: App, delivery_ids: tuple[str, ...], all_of_them: bool, supplier: str | None) -> list[Quarantined]:
    if bool(delivery_ids) == all_of_them or (supplier and not all_of_them):
        raise click.UsageError("name deliveries by their IDs, or take --all (with or without --supplier)")
    kept_aside = Quarantine(app.archive)
    if all_of_them:
        return list(kept_aside.listed(supplier=supplier))
    return [found for delivery_id in dict.fromkeys(delivery_ids) for found in kept_aside.find(delivery_id)]


def _newest_first(found: Iterable[Quarantined]) -> list[Quarantined]:
    return sorted(found, key=lambda each: each.record.delivery.received.timestamp() if each.record else 0, reverse=True)


def _tracked(chosen: list[Quarantined], doing: str) -> Iterable[Quarantined]:
    console = Console(stderr=True)
    return track(chosen, doing, console=console, disable=len(chosen) < 20 or not console.is_terminal)


def _as_dict(found: Quarantined) -> dict[str, Any]:
    if found.record is None:
        return {"id": found.id, "key": found.key, "damage": found.damage}
    delivery = found.record.delivery
    return {
        "id": found.id,
        "received": delivery.received.isoformat(),
        "supplier": delivery.supplier,
        "feed": delivery.feed,
        "content_type": delivery.content_type,
        "bytes": len(delivery.body),
        "stories": found.record.stories,
        "key": found.key,
    }


def _line(found: Quarantined, now: datetime) -> str:
    if found.record is None:
        return f"{found.id}  {found.damage}"
    delivery = found.record.delivery
    reasons = " · ".join(found.record.reasons) or "no reason is known"
    age = _age((now - delivery.received).total_seconds())
    return f"{found.id}  {age}  {delivery.supplier or 'unknown'}  {_size(delivery.body)}  {reasons}"


def _block(found: Quarantined, record: Record) -> str:
    known = {name: value for name, value in _as_dict(found).items() if value is not None and name != "stories"}
    lines = [f"{name + ':':14}{value}" for name, value in known.items()]
    lines += [f"{'reason:':14}{reason}" for reason in record.reasons]
    body = record.delivery.body
    head = body[:_HEAD_BYTES].decode(errors="backslashreplace")
    more = [f"… and {counted(len(body) - _HEAD_BYTES, 'byte')} more: see --raw"] if len(body) > _HEAD_BYTES else []
    return "\n".join([*lines, "", "".join(c if c.isprintable() or c in "\n\t" else repr(c)[1:-1] for c in head), *more])


def _age(seconds: float) -> str:
    for length, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= length:
            return f"{seconds // length:.0f} {unit}"
    return f"{max(seconds, 0):.0f} s"


def _size(body: bytes) -> str:
    return f"{len(body)} B" if len(body) < 10_000 else f"{len(body) / 1000:.0f} kB"
