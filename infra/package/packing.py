"""Compile and zip a folder, to the same bytes each time. Runs inside the locked interpreter; standard library alone.

Bytecode differs between patch releases of Python, and compressed data between builds of zlib: so both are made there.
"""

import py_compile
import stat
import warnings
import zipfile
from pathlib import Path

_WHEN = (1980, 1, 1, 0, 0, 0)
_MODE = (stat.S_IFREG | 0o644) << 16


def pack(folder: str, output: str) -> None:
    """Write `output`, a zip of all files in `folder` and of the bytecode of its modules.

    The bytecode is never compared with its source (unchecked): a deployed file does not change.
    """
    root = Path(folder)
    with zipfile.ZipFile(output, "w") as archive:
        for file in sorted(path for path in root.rglob("*") if path.is_file()):
            name = file.relative_to(root).as_posix()
            _add(archive, name, file.read_bytes())
            if file.suffix == ".py":
                compiled = _compile(file, name)
                _add(archive, compiled.relative_to(root).as_posix(), compiled.read_bytes())
                compiled.unlink()


def _compile(file: Path, name: str) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compiled = py_compile.compile(
            str(file),
            dfile=f"/var/task/{name}",
            doraise=True,
            optimize=0,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
    assert compiled is not None  # noqa: S101 - doraise
    return Path(compiled)


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _WHEN)
    entry.create_system = 3  # Unix, whatever the machine is
    entry.external_attr = _MODE
    archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 6)
