"""One running node of the search engine: a child process on loopback, on a folder of its own.

    <folder>/config data logs tmp   as the engine wants them; data is what outlives a node
    <folder>/node.log               what this run printed
    <folder>/node.claim             claimed while a node runs here; names its launcher and its process

The engine process inherits the claim, so the folder stays claimed until the engine itself is gone.
"""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from infra.local.errors import EngineDataInUse, EngineDidNotStart, NoSpace, is_full
from infra.local.opensearch.artifacts import Home
from infra.local.opensearch.claim import Claim
from infra.local.opensearch.command import LOG4J, Compiler, command_line
from infra.local.opensearch.tether import spawn_tethered

START_SECONDS = 90.0
STOP_SECONDS = 20.0
ORPHAN_SECONDS = 10.0
POLL_SECONDS = 0.02
LONGEST_REASON = 300  # characters
TELLING_MARKS = ("Caused by: ", "Likely root cause: ", "[ERROR]", "[FATAL]", "Error: [Errno")
ENGINE_MARK = "[20"  # a time of this century


class Node:
    """A node that runs and answers at `url`. Made by `start`; stop it, or use it as a context manager."""

    url: str

    def __init__(self, folder: Path, process: subprocess.Popen[bytes], claim: Claim, temporary: bool) -> None:
        self.folder = folder
        self._process = process
        self._claim: Claim | None = claim
        self._temporary = temporary

    @classmethod
    def start(
        cls,
        home: Home,
        folder: Path | None = None,
        *,
        compiler: Compiler = Compiler.FULL,
        heap: str = "512m",
        port: int = 0,
        record: Path | None = None,
    ) -> Node:
        """Start a node and wait until it answers.

        Args:
            home: The installed engine.
            folder: The node's folder, made when missing; without it a temporary one, removed at the stop.
            compiler: Which compiler; see there.
            heap: Size of the heap as the JVM writes it, such as 512m.
            port: Where it answers: 0 takes a free one; another is for one that comes back to the address it had.
            record: Where to write what this run loaded, for the training of the start-up cache.

        Raises:
            EngineDataInUse: another node works on this folder.
            EngineDidNotStart: it ended (also because `port` is taken) or did not answer in time; a temporary folder is
                kept, for its log.
            NoSpace: the disk of the folder is full.
        """
        temporary = folder is None
        folder = Path(tempfile.mkdtemp(prefix="newswire-opensearch-")) if folder is None else folder.absolute()
        startup = _recording(record) if record else _startup_cache(home)
        command = command_line(home, folder, compiler=compiler, heap=heap, port=port, startup=startup)
        try:
            process, claim = _launch(command, folder)
        except OSError as error:
            raise NoSpace(folder) if is_full(error) else EngineDidNotStart(str(error), folder / "node.log") from error
        node = cls(folder, process, claim, temporary)
        try:
            node.url = _wait_ready(process, folder)
        except BaseException:
            node.kill()
            raise
        return node

    @property
    def pid(self) -> int:
        """The process id of the engine."""
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether the process still runs; it may also have ended by itself."""
        return self._process.poll() is None

    def stop(self, patience: float = STOP_SECONDS) -> None:
        """End the node cleanly, by force after `patience` seconds; remove a temporary folder. May be repeated."""
        self._process.terminate()
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._release()
        if self._temporary:
            shutil.rmtree(self.folder, ignore_errors=True)

    def kill(self) -> None:
        """End the node by force, as a power cut would; what it acknowledged is on the disk. Its folder stays."""
        self._process.kill()
        self._process.wait()
        self._release()

    def _release(self) -> None:
        if self._claim:
            self._claim.write("")
            self._claim.release()
            self._claim = None

    def __enter__(self) -> Node:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _recording(record: Path) -> list[str]:
    return ["-XX:AOTMode=record", f"-XX:AOTConfiguration={record}"]


def _startup_cache(home: Home) -> list[str]:
    if not home.startup_cache.exists():
        return []
    # Verified: a damaged cache would crash the JVM; so it starts without.
    return [f"-XX:AOTCache={home.startup_cache}", "-XX:+VerifySharedSpaces"]


def telling_line(log: str) -> str:
    """Return the one line of a node's log that says best why it ended."""
    lines = [line.strip()[:LONGEST_REASON] for line in log.splitlines() if line.strip()]
    if not lines:
        return "its log is empty"
    for mark in TELLING_MARKS:
        if marked := [line for line in lines if mark in line]:
            return marked[-1]
    # Java speaks before the engine does, and says first what is wrong; the engine ends where it got stuck.
    return lines[-1] if any(line.startswith(ENGINE_MARK) for line in lines) else lines[0]


def _launch(command: list[str], folder: Path) -> tuple[subprocess.Popen[bytes], Claim]:
    if "," in str(folder):
        raise EngineDidNotStart(f"it would take {folder} for two folders, because of the comma", folder / "node.log")
    for part in ("config", "data", "logs", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "config" / "log4j2.properties").write_text(LOG4J, encoding="utf-8")
    claim = _claim(folder)
    try:
        claim.write(str(os.getpid()))
        _ports_file(folder).unlink(missing_ok=True)  # of the run before: its port may be anybody's now
        process = spawn_tethered(command, folder=folder, log=folder / "node.log", keep=[claim.fd])
        claim.write(f"{os.getpid()} {process.pid}")
    except BaseException:
        claim.release()
        raise
    return process, claim


def _claim(folder: Path) -> Claim:
    file = folder / "node.claim"
    if claim := Claim.take(file):
        return claim
    launcher, node = _holders(file)
    if launcher and not _lives(launcher) and (claim := _claim_of_orphan(file, node)):
        return claim
    raise EngineDataInUse(folder, node or launcher)


def _claim_of_orphan(file: Path, node: int | None) -> Claim | None:
    """Take over from a node whose launcher was killed: it is ending by itself on Linux, elsewhere it must be told."""
    deadline = time.monotonic() + ORPHAN_SECONDS
    if node:
        with suppress(ProcessLookupError):  # gone in between
            os.kill(node, signal.SIGTERM)
    while (claim := Claim.take(file)) is None and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    return claim


def _holders(file: Path) -> tuple[int | None, int | None]:
    launcher, node, *_ = [*(int(pid) for pid in file.read_text().split() if pid.isdecimal()), None, None]
    return launcher, node


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _ports_file(folder: Path) -> Path:
    return folder / "logs" / "http.ports"


def _wait_ready(process: subprocess.Popen[bytes], folder: Path) -> str:
    log = folder / "node.log"
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        ports = _ports_file(folder)
        if ports.exists() and _is_healthy(address := ports.read_text().split()[0]):
            return f"http://{address}"
        time.sleep(POLL_SECONDS)
    reason = telling_line(log.read_text(errors="replace"))
    if process.poll() is None:
        raise EngineDidNotStart(f"no answer in {START_SECONDS:.0f} s; {reason}", log)
    raise EngineDidNotStart(f"it ended with exit code {process.returncode}; {reason}", log)


def _is_healthy(address: str) -> bool:
    connection = http.client.HTTPConnection(address, timeout=5)
    try:
        # Yellow is all that an index with replicas can be on one node, and green is yellow for one without.
        connection.request("GET", "/_cluster/health?wait_for_status=yellow&timeout=1s")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
