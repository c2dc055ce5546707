"""What the log says of a fault of ours: its kind and its place, and not its message.

Messages quote what could not be read ("could not convert string to float: ..."), and no story's text may be in a log.
"""

from __future__ import annotations

import traceback
from pathlib import PurePath

_FRAMES = 12
"""So many places are told, the innermost."""


def fault(error: BaseException) -> dict[str, object]:
    """Return the fields of a log line: the kind of the error, and of those that led to it, each with its places."""
    fields: dict[str, object] = {"fault": type(error).__name__, "at": _places(error)}
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return {**fields, "cause": fault(cause)} if cause else fields


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return [f"{'/'.join(PurePath(frame.filename).parts[-2:])}:{frame.lineno} {frame.name}" for frame in frames]
