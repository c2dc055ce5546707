"""What goes wrong on the laptop.

LocalError
├── PortInUse             another program has the port
├── UnreadableFile        a file that a command was given (files.py)
├── ApiUnreachable        nothing answers at the API's address (api.py)
├── ApiRefused            the API answered with a problem (api.py)
├── NoStackRunning        the command works on the local stack (running.py)
├── TemplateRefused, IntrinsicRefused, RouteRefused, MappingRefused, UnknownResource   the template cannot run here
├── InvocationFailed      a function gave no answer; its kinds are in invocation.py
├── NoNetwork             nothing could be fetched: connect and start again
├── NoSpace               a disk is full: make room and start again
├── CacheUnusable         the per-user cache folder cannot be written
├── EngineArtifactRefused a fetched file is not the one in the lock: it was deleted
├── EngineArtifactMissing the repository did not give a file of the lock
├── EngineDataInUse       another node works on this data folder
├── EngineDidNotStart     the search engine ended, or did not answer in time
└── StartupCacheNotMade   training failed: the engine works all the same, but starts slower
"""

from __future__ import annotations

import errno
from pathlib import Path


class LocalError(Exception):
    """What a person sees on the laptop: one line, what is wrong and what to do."""


class PortInUse(LocalError):
    """Another program has the port. A caller shows the line and ends."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is in use: stop what uses it, or name another with --port")


class NoNetwork(LocalError):
    """Nothing could be fetched. A caller shows the line and ends; the next start goes on where this one stopped."""

    def __init__(self, what: str, cause: str) -> None:
        super().__init__(
            f"cannot fetch {what} ({cause}): the first start needs a network; connect, or set HTTPS_PROXY; try again"
        )


class NoSpace(LocalError):
    """A disk is full. A caller shows the line and ends."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"no space left on the disk of {folder}: make room and start again")


class CacheUnusable(LocalError):
    """The per-user cache folder cannot be written. A caller shows the line and ends."""

    def __init__(self, folder: Path, cause: str) -> None:
        super().__init__(f"cannot write to the cache folder {folder} ({cause}): make it writable and start again")


class EngineArtifactRefused(LocalError):
    """A fetched file is not the one in the lock; it has been deleted. A caller shows the line and ends."""

    def __init__(self, file: str, expected: str, got: str) -> None:
        super().__init__(
            f"refused and deleted {file}: expected {expected}, got {got}; "
            "start again to fetch it anew, and if it is refused again do not trust the network between"
        )


class EngineArtifactMissing(LocalError):
    """The repository answered, but without the file. A caller shows the line and ends."""

    def __init__(self, file: str) -> None:
        super().__init__(f"the repository did not give {file}: start again later")


class EngineDataInUse(LocalError):
    """Another node works on this data folder. A caller shows the line and ends, or takes another folder."""

    def __init__(self, folder: Path, pid: int | None) -> None:
        holder = f"process {pid}" if pid else "another process"
        super().__init__(f"the data folder {folder} is in use by {holder}: stop that one or take another folder")


class EngineDidNotStart(LocalError):
    """The search engine ended early, or did not answer in time. A caller shows the line and ends."""

    def __init__(self, reason: str, log: Path) -> None:
        super().__init__(f"the search engine did not start: {reason} (log: {log})")


class StartupCacheNotMade(LocalError):
    """Training failed. A caller may ignore it: the engine starts without the cache, only slower."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the start-up cache was not made: {reason}; the search engine works all the same")


def is_full(error: OSError) -> bool:
    """Tell whether an operating system error means that a disk, or the user's share of it, is full."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)
