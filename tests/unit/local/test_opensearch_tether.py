import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from infra.local.opensearch.claim import Claim
from infra.local.opensearch.tether import spawn_tethered

# Claims a file, says so, and waits; the claim is free when the process is gone, reaped or not.
CHILD = """
import signal, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from infra.local.opensearch.claim import Claim
claim = Claim.take(Path("claim"))
Path("started").touch()
signal.pause()
"""

PARENT = """
import signal, sys
from pathlib import Path
from infra.local.opensearch.tether import spawn_tethered
spawn_tethered([sys.executable, sys.argv[1]], folder=Path(sys.argv[2]), log=Path(sys.argv[2], "log"))
signal.pause()
"""

ROOT = Path(__file__).parents[3]


@pytest.fixture
def child(tmp_path: Path) -> Path:
    script = tmp_path / "child.py"
    script.write_text(CHILD.format(root=str(ROOT)))
    return script


def wait_for(file: Path) -> None:
    deadline = time.monotonic() + 20
    while not file.exists():
        assert time.monotonic() < deadline, f"no {file.name}"
        time.sleep(0.01)


def is_gone(folder: Path) -> bool:
    claim = Claim.take(folder / "claim")
    if claim:
        claim.release()
    return claim is not None


@pytest.mark.skipif(sys.platform != "linux", reason="the parent-death signal is Linux's")
def test_ends_when_its_parent_is_killed(tmp_path: Path, child: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT, str(child), str(tmp_path)], cwd=ROOT) as parent:  # noqa: S603
        wait_for(tmp_path / "started")
        assert not is_gone(tmp_path)
        parent.kill()

    deadline = time.monotonic() + 5
    while not is_gone(tmp_path):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_lives_on_when_the_thread_that_asked_for_it_ends(tmp_path: Path, child: Path) -> None:
    spawned: list[subprocess.Popen[bytes]] = []
    command = [sys.executable, str(child)]
    asking = Thread(target=lambda: spawned.append(spawn_tethered(command, folder=tmp_path, log=tmp_path / "log")))
    asking.start()
    asking.join()
    wait_for(tmp_path / "started")  # long after that thread's end

    assert spawned[0].poll() is None

    spawned[0].terminate()
    assert spawned[0].wait(10) == -signal.SIGTERM


def test_does_not_take_over_our_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-Dsurprise=1")
    spawn_tethered([shutil.which("env") or "no env"], folder=tmp_path, log=tmp_path / "log").wait(10)

    assert (tmp_path / "log").read_text().split() == ["LC_ALL=C.UTF-8"]
    assert capfd.readouterr() == ("", "")


def test_has_a_session_of_its_own(tmp_path: Path, child: Path) -> None:
    process = spawn_tethered([sys.executable, str(child)], folder=tmp_path, log=tmp_path / "log")
    wait_for(tmp_path / "started")

    assert os.getsid(process.pid) == process.pid

    process.kill()
    process.wait(10)


def test_a_missing_program_is_told_in_the_log(tmp_path: Path) -> None:
    process = spawn_tethered([str(tmp_path / "no-java")], folder=tmp_path, log=tmp_path / "log")

    assert process.wait(10) == 1
    assert "FileNotFoundError: [Errno 2]" in (tmp_path / "log").read_text()


def test_a_folder_that_is_not_there_is_raised_where_it_was_asked_for(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        spawn_tethered([sys.executable], folder=tmp_path / "missing", log=tmp_path / "log")
