"""Which packages ship: what pyproject.toml depends on, with all that those need, at the versions of the lock."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from infra.package.errors import PackageError
from infra.package.target import Target

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.lock"


@dataclass(frozen=True, slots=True)
class Locked:
    """One package of the lock; `text` is its requirement with the hashes."""

    name: str
    version: str
    text: str


def dependencies(root: Path = ROOT) -> list[Requirement]:
    """Return what pyproject.toml says that ships."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return [Requirement(line) for line in project["dependencies"]]


def installed(folders: Iterable[Path] | None = None) -> dict[str, Distribution]:
    """Return the installed packages by name: those of this interpreter, or those in `folders`."""
    found = distributions(path=list(map(str, folders))) if folders is not None else distributions()
    return {canonicalize_name(each.name): each for each in found}


def closure(
    roots: Iterable[Requirement], packages: Mapping[str, Distribution], target: Target, without: Iterable[str] = ()
) -> set[str]:
    """Return the names of `roots` and of all that they need on `target`, less `without` and what only those need.

    Raises PackageError where one of them is not installed.
    """
    left_out = set(without)
    needed: set[str] = set()
    extras: dict[str, set[str]] = {}
    waiting = list(roots)
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        asked = {"", *requirement.extras}
        if name in left_out or asked <= extras.get(name, set()):
            continue
        extras[name] = asked | extras.get(name, set())
        needed.add(name)
        if name not in packages:
            raise PackageError(f"{name} ships but is not installed: install requirements.lock again")
        waiting += [each for each in _requires(packages[name]) if _applies(each, target, extras[name])]
    return needed


def locked(target: Target, lock: Path = LOCK) -> dict[str, Locked]:
    """Return the packages of the lock that are for `target`, by name."""
    found: dict[str, Locked] = {}
    for block in re.split(r"\n(?=\S)", lock.read_text("utf-8").strip()):
        requirement = Requirement(block.partition("\\")[0])
        if _applies(requirement, target, {""}):
            [pin] = requirement.specifier
            name = canonicalize_name(requirement.name)
            found[name] = Locked(name, pin.version, block)
    return found


def _requires(package: Distribution) -> list[Requirement]:
    return [Requirement(line) for line in package.requires or []]


def _applies(requirement: Requirement, target: Target, extras: set[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({**target.environment, "extra": extra}) for extra in extras)
