"""`newswire up`: the whole stack on this machine, until Ctrl-C."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click
from rich.console import Console

from infra.local import names
from infra.local.api import Api, ApiRefused
from infra.local.errors import LocalError, NoSpace, PortInUse, is_full
from infra.local.running import DEFAULT_PORT, Running
from infra.opensearch.indices import create_indices
from newswire.engine import connect
from newswire.settings import Settings, variable

if TYPE_CHECKING:
    from infra.local.opensearch.artifacts import Home
    from infra.local.stack import Stack

ROOT = Path(__file__).parents[3]
TEMPLATE = ROOT / "infra" / "template.yaml"
SAMPLES = ROOT / "events" / "stories"
FIRST_ANSWER_SECONDS = 30
SIGNING_KEYS = {"ena": ["the-key-of-ena-on-a-laptop-and-nowhere-else"]}
"""The one supplier that signs its pushes to a laptop."""


class NotSearchable(LocalError):
    """The stack is up, and no search is answered. A caller shows the line and ends."""


@click.command(short_help="start the whole stack on this machine")
@click.option(
    "--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one"
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="keep the index and the logs in this folder; default: a temporary one, removed at the end",
)
@click.option("--empty", is_flag=True, help="without the sample stories")
def up(port: int, data: Path | None, empty: bool) -> None:
    """Start search engine, queue, bucket and functions on this machine, until Ctrl-C.

    NEWSWIRE_OPENSEARCH_URL names a search engine that runs already; it is used instead of starting one.
    """
    console = Console(highlight=False)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    _check_port(port)
    with _folder(data) as folder, contextlib.ExitStack() as running:
        stack = _start(running, console, folder, port)
        with Api(stack.url) as api:
            if not empty:
                console.print("pushing the sample stories")
                _push_samples(api)
                _wait_taken_in(stack)
            _wait_searchable(api, stories=not empty)
        console.print(_aws_lines(stack), soft_wrap=True)
        console.print(f"[bold]Newswire answers at {stack.url}/[/bold]  (Ctrl-C stops it)")
        if not empty:
            console.print("try: .venv/bin/newswire search climate")
        _wait()
        console.print("stopping")


def _aws_lines(stack: Stack) -> str:
    """Return what a person types for `aws` and boto3 to reach the stack's queue and bucket."""
    return (
        f"export AWS_ENDPOINT_URL={stack.endpoint} AWS_DEFAULT_REGION={names.REGION}"
        f" AWS_ACCESS_KEY_ID={names.ACCESS_KEY} AWS_SECRET_ACCESS_KEY={names.SECRET_KEY}\n"
        f"and then, for example: aws s3 cp story.txt s3://{stack.bucket('ArchiveBucket')}/drop/nordwire/"
    )


def _wait() -> None:
    """Return at Ctrl-C and its like.

    Not one long wait: a signal that the system gives to another thread is seen when this one wakes.
    """
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            Event().wait(1)


def _check_port(port: int) -> None:
    """Say that the port is taken before anything slow begins; the gateway binds it, and would say it too."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortInUse(port) from error


def _start(running: contextlib.ExitStack, console: Console, folder: Path, port: int) -> Stack:
    """Start engine and functions side by side; each is ended by `running`, the one started last first."""
    # Here and not at the top: --help need not wait a second for moto.
    from infra.local.stack import Stack

    engine_url = Settings.from_env().opensearch_url
    keeper = None
    if not engine_url:
        from infra.local.opensearch.artifacts import install
        from infra.local.opensearch.keeper import Keeper

        home = install(console)
        _train(home, console)
        keeper = Keeper(home, folder / "opensearch", console.print)
        engine_url = keeper.url
    parameters = {"OpenSearchEndpoint": engine_url, "OpenSearchService": ""}
    stack = Stack(TEMPLATE, parameters=parameters, port=port, log_dir=folder / "logs")
    console.print("starting the search engine and the functions")
    if keeper:
        running.callback(keeper.stop)
        keeper.start()
    running.enter_context(stack)
    if keeper:
        keeper.wait_ready()
    _make_index(engine_url)
    stack.write_secret("SigningKeys", json.dumps(SIGNING_KEYS))
    announced = Running(
        url=stack.url,
        aws_endpoint=stack.endpoint,
        opensearch_url=engine_url,
        archive_bucket=stack.bucket("ArchiveBucket"),
        queue_url=stack.queue_url("StoriesQueue"),
        pid=os.getpid(),
    )
    announced.announce()
    running.callback(announced.withdraw)
    return stack


def _train(home: Home, console: Console) -> None:
    """Make the engine's start-up cache, once; without it the engine starts all the same, only slower."""
    from infra.local.opensearch.startup_cache import train

    if home.startup_cache.exists():
        return
    console.print("preparing the search engine for quick starts, once")
    with contextlib.suppress(LocalError):
        train(home)


def _make_index(engine_url: str) -> None:
    client = connect(Settings(opensearch_url=engine_url))
    try:
        create_indices(client, replicas=0)
    except Exception as error:
        raise LocalError(f"no index can be made on {engine_url} ({error}): see {variable('opensearch_url')}") from error
    finally:
        client.close()


def _push_samples(api: Api) -> None:
    for file in sorted(SAMPLES.iterdir()):
        # Plain text cannot say who sends it; there the file name does.
        supplier = [("supplier", Path(file.stem).suffix[1:])] if file.suffix == ".txt" else []
        api.push(file.read_bytes(), [("feed", "samples"), *supplier])


def _wait_taken_in(stack: Stack) -> None:
    """Return when the queue is empty: the first sample is found while the others are still being tagged.

    Where that takes too long, the stack is shown all the same; what is on the queue comes later.
    """
    deadline = time.monotonic() + FIRST_ANSWER_SECONDS
    counted = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    with contextlib.closing(stack.client("sqs")) as sqs:
        while time.monotonic() < deadline:
            answer = sqs.get_queue_attributes(QueueUrl=stack.queue_url("StoriesQueue"), AttributeNames=counted)
            if not any(int(number) for number in answer["Attributes"].values()):
                return
            time.sleep(0.05)


def _wait_searchable(api: Api, *, stories: bool) -> None:
    deadline = time.monotonic() + FIRST_ANSWER_SECONDS
    reason = "the sample stories are not found"
    while time.monotonic() < deadline:
        try:
            page = api.search([("size", "1")])
        except ApiRefused as error:
            reason = str(error)
        else:
            if page["total"]["value"] or not stories:
                return
        time.sleep(0.05)
    raise NotSearchable(f"the stack is up, but no search was answered in {FIRST_ANSWER_SECONDS} s: {reason}")


@contextlib.contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    """Give the folder of this run; a temporary one is removed at the end."""
    try:
        folder = data.absolute() if data else Path(tempfile.mkdtemp(prefix="newswire-"))
        (folder / "logs").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        where = data or Path(tempfile.gettempdir())
        raise (
            NoSpace(where) if is_full(error) else LocalError(f"cannot write to {where}: {error.strerror}")
        ) from error
    try:
        yield folder
    finally:
        if data is None:
            shutil.rmtree(folder, ignore_errors=True)


def _interrupt(number: int, frame: object) -> None:  # noqa: ARG001
    """Treat SIGTERM and a closed terminal as Ctrl-C; one is enough, the ending is not interrupted."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt
