"""A claim on a file: held by one process (and those it hands the descriptor to), gone when the last of them is gone."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType


class Claim:
    """An exclusive lock on a file. The kernel frees it with its holders, so no kill leaves it behind."""

    def __init__(self, fd: int) -> None:
        self.fd = fd

    @classmethod
    def take(cls, path: Path, *, wait: bool = False) -> Claim | None:
        """Claim a file, which is created when missing and never deleted.

        Returns:
            The claim, or None when another process holds it and `wait` is false.

        Raises:
            OSError: the file cannot be created or opened.
        """
        fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            os.close(fd)
            return None
        except BaseException:
            os.close(fd)
            raise
        return cls(fd)

    def write(self, text: str) -> None:
        """Replace what the claimed file says."""
        os.ftruncate(self.fd, 0)
        os.pwrite(self.fd, text.encode(), 0)

    def release(self) -> None:
        """Let go. A process that was handed the descriptor still holds the claim."""
        os.close(self.fd)

    def __enter__(self) -> Claim:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
