"""The one interpreter that compiles and zips: CPython for WebAssembly (Pyodide), fetched by npm, run by Node.js.

It makes the same bytes on every machine, which no two installed Pythons do, and none of Lambda's version need be there.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import platformdirs

from infra.package.errors import DownloadRefused, PackageError, ToolMissing
from infra.package.target import Target

_VERSION = "0.29.5"
_PYTHON = "3.13"
_SHA256 = "6749b10ee515a1458ecea36d860c8ce2a48366e85b3f92d749ad1840e4aff181"
_SCRIPT = Path(__file__).with_name("packing.mjs")
_FETCH_SECONDS = 300
_PACK_SECONDS = 900


def pack(folder: Path, output: Path, target: Target) -> None:
    """Write `output`, the zip of `folder` with its bytecode for `target`.

    Raises
    ------
    ToolMissing: Node.js or npm is not installed.
    DownloadRefused: the interpreter that was fetched is not the locked one.
    PackageError: the interpreter is for another version of Python, could not be fetched, or failed.
    """
    if target.python != _PYTHON:
        raise PackageError(
            f"the template runs Python {target.python} but packages are compiled by {_PYTHON}: lock another Pyodide in "
            f"{Path(__file__).name}"
        )
    _run([_program("node"), str(_SCRIPT), str(_interpreter()), str(folder), str(output)], "compile", _PACK_SECONDS)


def _interpreter() -> Path:
    """Return the folder of the locked interpreter, fetched where it is not in the cache."""
    cache = platformdirs.user_cache_path("newswire") / "packaging"
    folder = cache / f"pyodide-{_SHA256[:16]}"
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as fetched:
            archive = _fetch(Path(fetched))
            with tarfile.open(archive) as members:
                members.extractall(fetched, filter="data")
            # Two that fetch at once: the first one's stays.
            if not folder.is_dir():
                (Path(fetched) / "package").rename(folder)
    return folder


def _fetch(folder: Path) -> Path:
    command = [_program("npm"), "pack", f"pyodide@{_VERSION}", "--silent", "--pack-destination", str(folder)]
    _run(command, f"fetch pyodide {_VERSION} with npm", _FETCH_SECONDS)
    archive = folder / f"pyodide-{_VERSION}.tgz"
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != _SHA256:
        raise DownloadRefused(
            f"refused and deleted {archive.name}: expected {_SHA256}, got {found}; try again, and if it is refused "
            "again do not trust the network between"
        )
    return archive


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise ToolMissing(f"packaging needs {name}: install Node.js 18 or newer with npm")
    return found


def _run(command: list[str], what: str, seconds: float) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise PackageError(f"cannot {what}: it took longer than {seconds:.0f} s") from error
    if done.returncode:
        lines = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        raise PackageError(f"cannot {what}: {' / '.join(lines[-3:]) or f'exit code {done.returncode}'}")
