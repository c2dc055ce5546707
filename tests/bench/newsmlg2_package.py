"""Measure the package newsmlg2 on the files named: run by `tests.bench.formats`, in the environment that has it.

Prints the milliseconds that each file takes, as a JSON list; the first file is parsed once before, unmeasured.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from NewsMLG2 import NewsMLG2Document  # type: ignore[import-not-found] # not in the lock


def main() -> None:
    """Parse the files named on the command line."""
    bodies = [Path(name).read_bytes() for name in sys.argv[1:]]
    NewsMLG2Document(bodies[0])
    spent = []
    for body in bodies:
        started = time.process_time()
        NewsMLG2Document(body)
        spent.append((time.process_time() - started) * 1000)
    print(json.dumps(spent))


if __name__ == "__main__":
    main()
