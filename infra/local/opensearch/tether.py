"""A child process that ends when its parent does, also when the parent is killed with -9.

The kernel's parent-death signal does it (Linux only; elsewhere the child outlives a killed parent). It has two traps:
the signal comes when the *thread* that forked ends, so a thread of its own forks and then waits for the child; and
it is asked for in the child, where Python code between fork and exec is unsafe beside other threads, so this file is
run as a small program that asks for it and then becomes the command.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from threading import Thread

PR_SET_PDEATHSIG = 1
ENVIRONMENT = {"LC_ALL": "C.UTF-8"}  # and nothing of ours: JAVA_TOOL_OPTIONS and the like would change what runs


def spawn_tethered(command: list[str], *, folder: Path, log: Path, keep: Sequence[int] = ()) -> subprocess.Popen[bytes]:
    """Start a command that gets SIGTERM when this process ends. It has a session of its own: Ctrl-C does not reach it.

    Args:
        command: The command; the first word is the path of the program.
        folder: The working directory.
        log: A file that takes over what the command prints; it is emptied first.
        keep: File descriptors that the command inherits.

    Raises:
        OSError: the log cannot be written or no process can be started.
    """
    spawned: Future[subprocess.Popen[bytes]] = Future()
    tethered = [sys.executable, "-I", "-S", __file__, str(os.getpid()), *command]

    def fork_and_wait() -> None:
        try:
            with log.open("wb") as output:
                process = subprocess.Popen(  # noqa: S603
                    tethered,
                    cwd=folder,
                    env=ENVIRONMENT,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                    pass_fds=keep,
                )
        except OSError as error:
            spawned.set_exception(error)
            return
        spawned.set_result(process)
        process.wait()

    Thread(target=fork_and_wait, name=f"tether of {Path(command[0]).name}", daemon=True).start()
    return spawned.result()


def become(parent: int, command: list[str]) -> None:
    """Replace this process by the command, tethered to its parent (a process id). Does not return."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        sys.exit(1)
    os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    become(int(sys.argv[1]), sys.argv[2:])
