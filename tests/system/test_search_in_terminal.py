"""`newswire search` as a user has it: in a terminal, in a pipe, and following."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.system.conftest import NEWSWIRE, Up, wait_for
from tests.unit.ninjs import make_ninjs

SECONDS = 20


class Terminal:
    """A command in a terminal of its own, 80 columns wide."""

    def __init__(self, process: subprocess.Popen[bytes], screen: int) -> None:
        self.process = process
        self._screen = screen
        self.shown = ""

    def wait_for(self, text: str) -> None:
        """Return when `text` has been printed."""
        deadline = time.monotonic() + SECONDS
        while text not in self.shown:
            assert time.monotonic() < deadline, self.shown
            if select.select([self._screen], [], [], 0.2)[0]:
                self.shown += os.read(self._screen, 65536).decode()

    def press_ctrl_c(self) -> int:
        os.write(self._screen, b"\x03")
        return self.process.wait(SECONDS)


@contextmanager
def in_terminal(up: Up, *arguments: str, stdout: int | None = None) -> Iterator[Terminal]:
    """Run a command; with `stdout` its output goes there, and only its errors to the terminal."""
    screen, inner = pty.openpty()
    environment = {**up.environment, "COLUMNS": "80", "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(  # noqa: S603
        [NEWSWIRE, *arguments],
        env=environment,
        stdin=inner,
        stdout=inner if stdout is None else stdout,
        stderr=inner,
        preexec_fn=_own_terminal,
    )
    os.close(inner)
    try:
        yield Terminal(process, screen)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(screen)


def _own_terminal() -> None:
    """Make standard input the terminal that Ctrl-C comes from."""
    import fcntl
    import termios

    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def push(up: Up, guid: str, headline: str, **fields: object) -> None:
    item = make_ninjs(uri=guid, headlines=[{"role": "main", "value": headline}], **fields)
    httpx.post(f"{up.url}/v1/stories?supplier=ena", json=item).raise_for_status()


@pytest.fixture
def samples(up: Up) -> Up:
    """The stack when it has taken all of the sample stories in."""
    wait_for(lambda: not any(up.queue_depths().values()), SECONDS, "empty queues")
    wait_for(lambda: up.search('"suez canal"'), SECONDS, "the sample stories")
    return up


def test_a_pipe_gets_no_colour_and_whole_lines(samples: Up) -> None:
    printed = samples.newswire("search", '"Ever Given" -volcano', "--facets")
    assert printed.returncode == 0, printed.stderr
    assert "\x1b" not in printed.stdout
    assert printed.stdout.splitlines()[1] == "Ever Given refloated, Suez Canal open again"
    assert "urgency 2" in printed.stdout
    assert re.search(r"^topic: .*waterway", printed.stdout, re.MULTILINE)


def test_a_terminal_gets_colour_and_three_lines(samples: Up) -> None:
    with in_terminal(samples, "search", '"suez canal"') as terminal:
        terminal.wait_for("found")
    headline, facts, passage, *_ = terminal.shown.splitlines()
    assert "\x1b[1;33mSuez\x1b[0m" in headline
    assert "ena:urn:newsml" in facts
    assert len(re.sub(r"\x1b\[[\d;]*m", "", passage)) <= 80


def test_follow_prints_a_story_that_arrives_and_ctrl_c_ends_it_clean(up: Up) -> None:
    push(up, "follow-1", "Wexcombe ferry sails")
    with in_terminal(up, "search", "wexcombe", "--follow") as terminal:
        terminal.wait_for("ena:follow-1")
        push(up, "follow-2", "Wexcombe ferry \x1b]0;owned\x07 returns", versionCreated="2026-03-01T11:00:00Z")
        terminal.wait_for("ena:follow-2")
        assert terminal.press_ctrl_c() == 0
    assert "Traceback" not in terminal.shown
    assert "\x1b]0;" not in terminal.shown
    assert terminal.shown.count("ena:follow-1") == 1


def test_all_writes_every_story_whole(samples: Up) -> None:
    exported = samples.newswire("search", "--all", "--supplier", "nordwire")
    assert exported.returncode == 0, exported.stderr
    stories = [json.loads(line) for line in exported.stdout.splitlines()]
    assert len(stories) == len({story["id"] for story in stories}) >= 5
    assert all(story["body_text"] for story in stories)
    table = samples.newswire("search", "--all", "--format", "csv", "--supplier", "nordwire").stdout
    assert table.startswith("id,version,")
    assert table.count("id,version,") == 1


def test_a_progress_bar_stands_on_the_terminal_while_stories_go_into_a_pipe(up: Up, tmp_path: Path) -> None:
    with (tmp_path / "all.ndjson").open("w+") as file:
        with in_terminal(up, "search", "--all", "--supplier", "nordwire", stdout=file.fileno()) as terminal:
            terminal.wait_for("stories")
            assert terminal.process.wait(SECONDS) == 0
        file.seek(0)
        assert all(json.loads(line)["supplier"] == "nordwire" for line in file)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--from", "yesterday-ish"], "'from' is a day"),
        (["--size", "1000"], "'size'"),
        (["--urgency", "high"], "'urgency'"),
        (["--tz", "Mars/Base"], "'tz'"),
        (["--cursor", "x"], "cursor"),
        (["--all", "--from", "x"], "'from' is a day"),
        (["--follow", "--urgency", "x"], "'urgency'"),
        (["--format", "csv"], "--all"),
    ],
)
def test_a_mistake_is_one_line(up: Up, arguments: list[str], said: str) -> None:
    ended = up.newswire("search", "storm", *arguments)
    assert ended.returncode != 0
    assert len(ended.stderr.splitlines()) == 1
    assert said in ended.stderr


def test_follow_ends_on_a_signal_in_a_pipe_too(samples: Up) -> None:
    process = subprocess.Popen(  # noqa: S603
        [NEWSWIRE, "search", '"suez canal"', "--follow", "--json"],
        env=samples.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert json.loads(process.stdout.readline())["supplier"] == "ena"
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=SECONDS)
    assert (process.returncode, errors) == (0, "")
