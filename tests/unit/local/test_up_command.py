"""`newswire up` ends when it is told to."""

from __future__ import annotations

import subprocess
import sys

ANOTHER_THREAD_IS_TOLD = """
import signal, threading
from infra.local.commands import up
signal.signal(signal.SIGTERM, up._interrupt)
tell = lambda: signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
threading.Timer(0.2, tell).start()
up._wait()
print("ended")
"""


def test_a_signal_that_another_thread_gets_ends_it_too() -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", ANOTHER_THREAD_IS_TOLD], capture_output=True, text=True, timeout=30, check=False
    )
    assert (done.stdout, done.stderr) == ("ended\n", "")
