"""Where an operation was when it was interrupted, kept on this machine."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import platformdirs


class Bookmark:
    """A place in the work of one command with these options.

    Parameters
    ----------
    command: its name.
    options: what makes it the same work.
    """

    def __init__(self, command: str, **options: Any) -> None:
        digest = hashlib.sha256(json.dumps(options, sort_keys=True, default=str).encode()).hexdigest()[:16]
        self._file = platformdirs.user_state_path("newswire") / f"{command}-{digest}"

    def read(self) -> str | None:
        """Return the place, "" at the beginning of the work, None where there is no such work to go on with."""
        try:
            return self._file.read_text()
        except FileNotFoundError:
            return None

    def put(self, place: str) -> None:
        """Keep a place instead of the one before."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._file.with_suffix(".new")
        temporary.write_text(place)
        temporary.replace(self._file)

    def remove(self) -> None:
        """Forget it: the work is done."""
        self._file.unlink(missing_ok=True)
