"""Small functions for tests of the local stack, in a folder of their own."""

from __future__ import annotations

import textwrap
import time
from pathlib import Path
from typing import TYPE_CHECKING

from infra.local.function import Function
from infra.local.function_spec import FunctionSpec
from infra.local.log import Log

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def write(folder: Path, name: str, source: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(textwrap.dedent(source))
    return folder / name


def spec(
    folder: Path, handler: str, *, timeout: float = 10, variables: Mapping[str, str] | None = None
) -> FunctionSpec:
    return FunctionSpec("Sample", "newswire-Sample", handler, folder, timeout, 128, variables or {})


class Answering(Function):
    """A function that answers in this process, to see what callers do with it."""

    def __init__(self, folder: Path, answer: Callable[[bytes], bytes]) -> None:
        super().__init__(spec(folder, "none.none"), 1, "http://127.0.0.1:1", Log(folder / "sample.log"))
        self._answer = answer

    def invoke(self, event: bytes) -> bytes:
        return self._answer(event)


def wait_until(condition: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        time.sleep(0.01)
