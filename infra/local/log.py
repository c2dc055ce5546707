"""A log file of the local stack: what a function prints, and what the stack has to say about it."""

from datetime import UTC, datetime
from pathlib import Path


class Log:
    """An append-only log file, shared by threads and processes: every line is one write."""

    def __init__(self, path: Path) -> None:
        """Open the file at path, making its folder where needed."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._file = path.open("ab", buffering=0)

    def line(self, text: str) -> None:
        """Write one line, stamped with the time; line breaks and control characters in the text are escaped."""
        safe = "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
        self._file.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ} {safe}\n".encode())

    def fileno(self) -> int:
        """Give the file descriptor, so that a process can be started with this log as its output."""
        return self._file.fileno()

    def close(self) -> None:
        """Close the file."""
        self._file.close()
