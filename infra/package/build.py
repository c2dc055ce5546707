"""The package: the functions and the packages they need, for the platform of the template, as one zip."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections import Counter
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from infra.package import closure, compiler
from infra.package.elf import without_symbols
from infra.package.errors import PackageError, PackageTooLarge
from infra.package.target import Target

LIMIT = 230_000_000
"""Bytes of the unpacked package, at most; Lambda's own limit is 250 MB (262,144,000 bytes)."""

FUNCTIONS = closure.ROOT / "functions"
_LEAVE_OUT = Path(__file__).with_name("leave_out.toml")
_INSTALL_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Package:
    """A package that was built.

    Parameters
    ----------
    path: of the zip.
    sha256: of the zip, in hexadecimal; the same for the same sources and lock.
    sizes: bytes unpacked, by what stands first in the path (a package's folder, a function).
    """

    path: Path
    sha256: str
    sizes: Counter[str]

    @property
    def unpacked(self) -> int:
        """Bytes that it takes in Lambda."""
        return self.sizes.total()


def build(output: Path, target: Target | None = None) -> Package:
    """Build the package at `output`.

    Parameters
    ----------
    output: the zip to write; an older one is replaced.
    target: the platform; default: the template's.

    Raises PackageError; its text is one line for a person.
    """
    target = target or Target.of_template()
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="newswire-package-") as temporary:
        folder = Path(temporary) / "code"
        install(folder, target)
        take_away(folder)
        add_functions(folder)
        zipped = Path(temporary) / "package.zip"
        compiler.pack(folder, zipped, target)
        package = _measured(zipped)
        if package.unpacked > LIMIT:
            largest = ", ".join(f"{name} {size / 1e6:.0f} MB" for name, size in package.sizes.most_common(5))
            raise PackageTooLarge(
                f"the package is {package.unpacked / 1e6:.0f} MB unpacked, the limit is {LIMIT / 1e6:.0f} MB; the "
                f"largest parts: {largest}"
            )
        shutil.move(zipped, output)
    return Package(output, package.sha256, package.sizes)


def install(folder: Path, target: Target) -> None:
    """Put the packages that ship into `folder`, as wheels of `target` with the hashes of the lock."""
    names = closure.closure(closure.dependencies(), closure.installed(), target, left_out_packages())
    in_lock = closure.locked(target)
    folder.mkdir(parents=True)
    requirements = folder.with_name("requirements.txt")
    requirements.write_text("\n".join(in_lock[name].text for name in sorted(names)) + "\n", "utf-8")
    command = [str(Path(sys.executable).with_name("uv")), "pip", "install", "--quiet", "--target", str(folder)]
    command += ["--link-mode", "copy"]  # what is cut below would else be cut in uv's cache, and in every environment
    command += ["--python-version", target.python, "--python-platform", target.wheels]
    command += ["--only-binary", ":all:", "--no-deps", "--require-hashes", "--requirement", str(requirements)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_INSTALL_SECONDS)  # noqa: S603
    if done.returncode:
        raise PackageError(f"cannot install what ships: {' '.join(done.stderr.split())[:500]}")
    # The lock may name another version for the target than for this machine, with other needs.
    asked = closure.closure(closure.dependencies(), closure.installed([folder]), target, left_out_packages())
    if asked != names:
        raise PackageError(
            f"{target.machine} needs other packages than this machine: {', '.join(sorted(asked ^ names))}"
        )


def take_away(folder: Path) -> None:
    """Remove the files that no function reads, and from libraries what no loader reads."""
    patterns = _left_out()["files"]["patterns"]
    for file in [path for path in folder.rglob("*") if path.is_file()]:
        if is_left_out(file.relative_to(folder).as_posix(), patterns):
            file.unlink()
        elif ".so" in file.suffixes:
            file.write_bytes(without_symbols(file.read_bytes()))


def add_functions(folder: Path, functions: Path = FUNCTIONS) -> None:
    """Copy the functions and their data; nothing of them is left out but what tools leave behind."""
    for file in functions.rglob("*"):
        name = file.relative_to(functions)
        if file.is_file() and "__pycache__" not in name.parts and not any(part.startswith(".") for part in name.parts):
            copy = folder / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())


def is_left_out(name: str, patterns: list[str]) -> bool:
    """Tell whether a file does not ship: the last pattern that fits its path decides."""
    fits = [pattern for pattern in patterns if fnmatchcase(name, pattern.removeprefix("!"))]
    return bool(fits) and not fits[-1].startswith("!")


def report(package: Package) -> str:
    """Return the sizes for a person."""
    lines = [f"{size / 1e6:8.1f} MB  {name}" for name, size in package.sizes.most_common(12)]
    rest = package.unpacked - sum(size for _, size in package.sizes.most_common(12))
    return "\n".join(
        [
            *lines,
            f"{rest / 1e6:8.1f} MB  the rest",
            f"{package.unpacked / 1e6:8.1f} MB  unpacked, of at most {LIMIT / 1e6:.0f} MB",
            f"{package.path.stat().st_size / 1e6:8.1f} MB  {package.path}",
            f"sha256 {package.sha256}",
        ]
    )


def left_out_packages() -> frozenset[str]:
    """Return the names of the packages that do not ship though others ask for them."""
    return frozenset(_left_out()["packages"])


def _left_out() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_LEAVE_OUT.read_text("utf-8"))


def _measured(zipped: Path) -> Package:
    sizes: Counter[str] = Counter()
    with zipfile.ZipFile(zipped) as archive:
        for entry in archive.infolist():
            sizes[entry.filename.split("/", 1)[0]] += entry.file_size
    return Package(zipped, hashlib.sha256(zipped.read_bytes()).hexdigest(), sizes)
