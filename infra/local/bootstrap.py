"""The first lines of a function's process; run as a script, with the handler as its argument.

Its standard input is a pipe that nobody writes to. It closes when the stack ends, however the stack ends, and then this
process ends as well, in the middle of whatever it is doing.
"""

import os
import runpy
from threading import Thread


def _end_with(pipe: int) -> None:
    os.read(pipe, 1)
    os._exit(1)


if __name__ == "__main__":
    lifeline = os.dup(0)
    with open(os.devnull) as nothing:  # noqa: PTH123 (pathlib would be one more import before the function's own)
        os.dup2(nothing.fileno(), 0)
    Thread(target=_end_with, args=(lifeline,), name="lifeline", daemon=True).start()
    runpy.run_module("awslambdaric", run_name="__main__", alter_sys=True)
