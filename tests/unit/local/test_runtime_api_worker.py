"""Function processes: awslambdaric against the Runtime API, and how their calls end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from infra.local import function as function_module
from infra.local.function import Function
from infra.local.invocation import (
    AnswerTooLarge,
    EventTooLarge,
    HandlerRaised,
    InitFailed,
    ProcessExited,
    Stopped,
    TaskTimedOut,
    Throttled,
)
from infra.local.log import Log
from tests.unit.local import handlers

ENDPOINT = "http://127.0.0.1:1"
SOURCE = """
    import json, os, sys, time
    calls = 0

    def handler(event, context):
        global calls
        calls += 1
        what = event.get("do")
        if what == "raise":
            raise KeyError("näme")
        if what == "exit":
            os._exit(3)
        if what == "sleep":
            if "mark" in event:
                open(event["mark"], "w").close()
            time.sleep(event["seconds"])
        if what == "large":
            return "x" * event["size"]
        if what == "print":
            print(event["text"])
            print(event["text"], file=sys.stderr)
        if what == "unsendable":
            return {1, 2}
        return {
            "event": event, "calls": calls, "pid": os.getpid(), "environment": dict(os.environ), "cwd": os.getcwd(),
            "left": context.get_remaining_time_in_millis(), "arn": context.invoked_function_arn,
            "name": context.function_name, "request": context.aws_request_id, "stdin": sys.stdin.read(),
        }
"""

Start = Callable[..., Function]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    handlers.write(tmp_path / "code", "sample.py", SOURCE)
    started: list[Function] = []

    def start(handler: str = "sample.handler", *, limit: int = 1, timeout: float = 10, **variables: str) -> Function:
        spec = handlers.spec(tmp_path / "code", handler, timeout=timeout, variables=variables)
        started.append(Function(spec, limit, ENDPOINT, Log(tmp_path / "sample.log")))
        return started[-1]

    yield start
    for function in started:
        function.stop()
        function.log.close()


def _call(function: Function, **event: Any) -> Any:
    return json.loads(function.invoke(json.dumps(event).encode()))


def test_a_handler_gets_the_event_and_a_context(start: Start, tmp_path: Path) -> None:
    function = start()
    answer = _call(function, text="Zürich \u2028 😀", deep=[{"a": None}])
    assert answer["event"] == {"text": "Zürich \u2028 😀", "deep": [{"a": None}]}
    assert 9000 < answer["left"] <= 10_000
    assert answer["arn"] == "arn:aws:lambda:us-east-1:123456789012:function:newswire-Sample"
    assert answer["name"] == "newswire-Sample"
    assert answer["cwd"] == str(tmp_path / "code")
    assert answer["stdin"] == ""
    assert _call(function)["request"] != answer["request"]


def test_an_instance_is_kept_with_its_state(start: Start) -> None:
    function = start()
    first, second = _call(function), _call(function)
    assert (first["calls"], second["calls"]) == (1, 2)
    assert first["pid"] == second["pid"]


def test_a_process_sees_nothing_of_the_users_environment(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_SECRET", "x")
    monkeypatch.setenv("AWS_PROFILE", "mine")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "x")
    seen = _call(start(COLOUR="blue"))["environment"]
    assert seen["COLOUR"] == "blue"
    assert seen["AWS_ENDPOINT_URL"] == ENDPOINT
    assert seen["AWS_REGION"] == "us-east-1"
    assert not {"MY_SECRET", "AWS_PROFILE", "AWS_SESSION_TOKEN"} & set(seen)


def test_an_exception_is_the_functions_error_and_the_process_lives_on(start: Start) -> None:
    function = start()
    before = _call(function)
    with pytest.raises(HandlerRaised, match="KeyError: 'näme'") as caught:
        _call(function, do="raise")
    assert caught.value.error_type == "KeyError"
    assert _call(function)["pid"] == before["pid"]


def test_an_answer_that_is_no_json_is_an_error(start: Start) -> None:
    with pytest.raises(HandlerRaised, match="Runtime.MarshalError"):
        _call(start(), do="unsendable")


def test_a_call_over_the_timeout_is_killed_and_the_next_gets_a_fresh_process(start: Start, tmp_path: Path) -> None:
    function = start(timeout=1)
    before = _call(function)
    with pytest.raises(TaskTimedOut, match=r"Task timed out after 1\.00 seconds"):
        _call(function, do="sleep", seconds=30)
    after = _call(function)
    assert after["pid"] != before["pid"]
    assert after["calls"] == 1
    assert "Task timed out after 1.00 seconds" in (tmp_path / "sample.log").read_text()


def test_a_process_that_ends_fails_its_call_alone(start: Start) -> None:
    function = start()
    with pytest.raises(ProcessExited, match=r"Sample ended \(exit status 3\)"):
        _call(function, do="exit")
    assert _call(function)["calls"] == 1


def test_a_process_that_was_killed_while_idle_is_replaced(start: Start) -> None:
    function = start()
    first = _call(function)["pid"]
    os.kill(first, signal.SIGKILL)
    handlers.wait_until(lambda: not any(worker.alive for worker in function._workers))
    assert _call(function)["pid"] != first


@pytest.mark.parametrize(
    ("handler", "reason"),
    [
        ("nowhere.handler", "Runtime.ImportModuleError: .*nowhere"),
        ("sample.missing", "Runtime.HandlerNotFound: .*missing"),
        ("broken.handler", "Runtime.UserCodeSyntaxError: .*broken"),
        ("raising.handler", "ZeroDivisionError: division by zero"),
        ("ending.handler", r"ended \(exit status 4\)"),
    ],
)
def test_a_handler_that_does_not_load_says_why_once(start: Start, tmp_path: Path, handler: str, reason: str) -> None:
    handlers.write(tmp_path / "code", "broken.py", "def handler(:")
    handlers.write(tmp_path / "code", "raising.py", "1 / 0")
    handlers.write(tmp_path / "code", "ending.py", "import os; os._exit(4)")
    function = start(handler)
    for _ in range(2):
        with pytest.raises(InitFailed, match=f"Sample does not start: .*{reason}"):
            _call(function)
    assert (tmp_path / "sample.log").read_text().count("init failed:") == 1


def test_the_size_of_events_and_answers_is_limited(start: Start) -> None:
    function = start()
    before = _call(function)["pid"]
    with pytest.raises(EventTooLarge, match="Lambda takes 6291556"):
        _call(function, text="x" * 6_291_556)
    with pytest.raises(AnswerTooLarge, match="the limit is 6291556"):
        _call(function, do="large", size=6_291_556)
    assert len(_call(function, do="large", size=6_000_000)) == 6_000_000
    assert _call(function)["pid"] == before


def test_output_goes_to_the_log(start: Start, tmp_path: Path) -> None:
    _call(start(), do="print", text="grüße")
    assert (tmp_path / "sample.log").read_text().count("grüße\n") == 2


def test_instances_are_started_up_to_the_limit_and_then_calls_are_throttled(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(function_module, "BUSY_TIMEOUT", 0.2)
    function = start(limit=2)
    marks = [tmp_path / "first", tmp_path / "second"]
    with ThreadPoolExecutor(2) as pool:
        calls = [pool.submit(_call, function, do="sleep", seconds=30, mark=str(mark)) for mark in marks]
        handlers.wait_until(lambda: all(mark.exists() for mark in marks))
        with pytest.raises(Throttled, match="all 2 instances of Sample are busy"):
            _call(function)
        function.stop()
        for call in calls:
            with pytest.raises(ProcessExited):
                call.result()


def test_a_waiting_call_gets_the_instance_that_becomes_free(start: Start) -> None:
    function = start(limit=1)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: _call(function), range(12)))
    assert sorted(answer["calls"] for answer in answers) == list(range(1, 13))


def test_stop_ends_calls_under_way_and_all_later_ones(start: Start, tmp_path: Path) -> None:
    function = start()
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(_call, function, do="sleep", seconds=30, mark=str(tmp_path / "mark"))
        handlers.wait_until((tmp_path / "mark").exists)
        stopping = time.monotonic()
        function.stop()
        assert time.monotonic() - stopping < 2
        with pytest.raises(ProcessExited, match="signal SIGKILL"):
            call.result()
    with pytest.raises(Stopped):
        _call(function)
    function.stop()


def test_processes_die_with_their_parent_even_when_it_is_killed(start: Start, tmp_path: Path) -> None:
    parent = """
        import sys
        from pathlib import Path
        from infra.local.function import Function
        from infra.local.log import Log
        from tests.unit.local import handlers

        folder, mark = Path(sys.argv[1]), sys.argv[2]
        spec = handlers.spec(folder, "sample.handler", timeout=60)
        function = Function(spec, 1, "http://127.0.0.1:1", Log(folder / "log"))
        worker = function.start()
        function.ready(worker)
        print(worker.pid, flush=True)
        function.invoke(('{"do": "sleep", "seconds": 60, "mark": "' + mark + '"}').encode())
    """
    script = handlers.write(tmp_path, "parent.py", parent)
    root = Path(__file__).parents[3]
    command = [sys.executable, str(script), str(tmp_path / "code"), str(tmp_path / "mark")]
    with subprocess.Popen(command, env={"PYTHONPATH": str(root)}, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        child = int(process.stdout.readline())
        handlers.wait_until((tmp_path / "mark").exists)
        process.kill()
    handlers.wait_until(lambda: not _exists(child))


def _exists(pid: int) -> bool:
    try:
        # A zombie has no executable any more; nobody may be there to reap it.
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
