"""The files that a command is given: files, folders with all that is in them, and - for standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from infra.local.errors import LocalError


class UnreadableFile(LocalError):
    """A file cannot be read, or a name is none. A caller shows the line; where there are more files it goes on."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to read; `path` is None for standard input."""

    path: Path | None

    @property
    def name(self) -> str:
        """The name to show."""
        return str(self.path) if self.path else "-"

    def read(self) -> bytes:
        """Return its bytes; raise UnreadableFile."""
        if self.path is None and sys.stdin is None:
            raise UnreadableFile("standard input is closed: name a file, or pipe one in")
        try:
            return self.path.read_bytes() if self.path else sys.stdin.buffer.read()
        except OSError as error:
            raise UnreadableFile(f"{self.name} cannot be read: {error.strerror}") from error


def expand(names: tuple[str, ...]) -> Iterator[File]:
    """Yield the files that names stand for, those of a folder in the order of their paths, hidden ones left out.

    Raises
    ------
    UnreadableFile: a name is no file and no folder, or a folder is empty.
    """
    for name in names:
        path = Path(name)
        if name == "-":
            yield File(None)
        elif path.is_dir():
            found = sorted(file for file in path.rglob("*") if file.is_file() and not _is_hidden(file, path))
            if not found:
                raise UnreadableFile(f"{path} has no files: name a folder with stories")
            yield from map(File, found)
        elif path.exists():
            yield File(path)
        else:
            raise UnreadableFile(f"{path} is no file and no folder")


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)
