"""The lock file of the engine: which files it is made of, and how each is recognised."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

LOCK_FILE = Path(__file__).parents[2] / "opensearch" / "node.lock.toml"


@dataclass(frozen=True)
class Artifact:
    """One jar: its Maven coordinates, the folder of the home that it goes to, its size in bytes and its SHA-256."""

    group: str
    artifact: str
    version: str
    folder: str
    size: int
    sha256: str

    @property
    def filename(self) -> str:
        """The jar's name, the same in the repository and in the home."""
        return f"{self.artifact}-{self.version}.jar"

    @property
    def path(self) -> Path:
        """Where the jar is, relative to the home."""
        return Path(self.folder, self.filename)


@dataclass(frozen=True)
class Component:
    """A module or plugin of the engine: a folder of jars with a descriptor."""

    folder: str
    name: str
    description: str
    version: str
    classname: str
    borrowed_from: str | None = None

    @property
    def descriptor(self) -> Path:
        """Where the descriptor is, relative to the home."""
        return Path(self.folder, "plugin-descriptor.properties")

    def descriptor_text(self) -> str:
        """Return the text of plugin-descriptor.properties, as the engine's plugin loader wants it."""
        return "".join(
            f"{key}={value}\n"
            for key, value in (
                ("name", self.name),
                ("description", self.description),
                ("version", self.version),
                ("opensearch.version", self.version),
                ("java.version", "21"),
                ("classname", self.classname),
                ("extended.plugins", ""),
                ("has.native.controller", "false"),
            )
        )


@dataclass(frozen=True)
class Lock:
    """The whole lock; `digest` is the SHA-256 of the lock file itself and names what is built from it."""

    version: str
    main_class: str
    components: tuple[Component, ...]
    artifacts: tuple[Artifact, ...]
    digest: str

    @property
    def size(self) -> int:
        """All artifacts together, in bytes."""
        return sum(artifact.size for artifact in self.artifacts)


def read_lock(file: Path = LOCK_FILE) -> Lock:
    """Read a lock file.

    Raises:
        tomllib.TOMLDecodeError, KeyError, TypeError: the committed file is broken; nothing a caller can do.
    """
    content = file.read_bytes()
    table = tomllib.loads(content.decode())
    return Lock(
        version=table["opensearch"]["version"],
        main_class=table["opensearch"]["main_class"],
        components=tuple(Component(**entry) for entry in table["component"]),
        artifacts=tuple(Artifact(**entry) for entry in table["artifact"]),
        digest=hashlib.sha256(content).hexdigest(),
    )
