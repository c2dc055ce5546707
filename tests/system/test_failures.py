"""What a machine does: the engine dies, the stack is killed, a second one starts on the same data."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import httpx
import psutil

from tests.system.conftest import Up, run, start, stop, wait_for
from tests.unit.ninjs import make_ninjs


def push(up: Up, number: int) -> None:
    body = make_ninjs(uri=f"urn:x:{number}", headlines=[{"value": f"Outage story {number}"}])
    httpx.post(f"{up.url}/v1/stories?supplier=outage", json=body).raise_for_status()


def engine_pid(up: Up) -> int:
    [node] = httpx.get(f"{up.opensearch_url}/_nodes/_local/process").json()["nodes"].values()
    return int(node["process"]["id"])


def count(up: Up) -> int:
    answer = httpx.get(f"{up.url}/v1/stories?supplier=outage")
    return int(answer.json()["total"]["value"]) if answer.is_success else -1


def test_an_engine_that_dies_loses_and_quarantines_nothing(alone: dict[str, str], tmp_path: Path) -> None:
    up = start(alone, "--port", "0", "--empty", "--data", str(tmp_path / "data"))
    try:
        push(up, 0)
        wait_for(lambda: count(up) == 1, 5, "the first story")
        os.kill(engine_pid(up), signal.SIGKILL)
        for number in range(1, 30):
            push(up, number)
        wait_for(lambda: count(up) == 30, 60, "all stories after the engine is back")
        assert up.quarantined() == {}
        wait_for(lambda: not any(up.queue_depths().values()), 30, "empty queues")

        second = run(alone, "up", "--port", "0", "--data", str(tmp_path / "data"))
        assert second.returncode == 1
        assert str(tmp_path / "data") in second.stderr
        assert len(second.stderr.strip().splitlines()) == 1

        children = psutil.Process(up.process.pid).children(recursive=True)
        assert len(children) >= 4  # the engine and the functions
        assert stop(up.process) == 0
        psutil.wait_procs(children, timeout=5)
        assert [child for child in children if child.is_running()] == []

        up = start(alone, "--port", "0", "--empty", "--data", str(tmp_path / "data"))
        assert count(up) == 30
    finally:
        if up.process.poll() is None:
            stop(up.process)


def test_a_killed_stack_leaves_no_process_behind(alone: dict[str, str]) -> None:
    up = start(alone, "--port", "0", "--empty")
    children = psutil.Process(up.process.pid).children(recursive=True)
    up.process.kill()
    up.process.wait()
    assert up.process.stdout
    up.process.stdout.close()
    psutil.wait_procs(children, timeout=10)
    assert [child for child in children if child.is_running()] == []
