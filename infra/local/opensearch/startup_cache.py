"""The start-up cache (Java's "AOT cache"): what a node loads and links at every start, prepared once, by training.

A spare node records what it loads; a second run of Java writes the cache from that record. Both are children of ours,
so both end with us. The quick compiler is trained, since such a cache serves the full one as well. Where a cache does
not fit, Java starts without it.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from infra.local.errors import NoSpace, StartupCacheNotMade, is_full
from infra.local.opensearch.artifacts import Home
from infra.local.opensearch.claim import Claim
from infra.local.opensearch.command import Compiler, command_line
from infra.local.opensearch.node import Node, telling_line
from infra.local.opensearch.tether import spawn_tethered

WRITE_SECONDS = 40.0  # some 6 on an idle machine; a person is waiting
HEAP = "512m"


def train(home: Home) -> None:
    """Make the start-up cache of this home, unless it is there or another process is making it; some 15 seconds.

    Raises:
        EngineDidNotStart, StartupCacheNotMade: the spare node did not start, or Java did not write the cache. A caller
            may go on: the engine works without, it only starts slower.
        NoSpace: it takes 100 MB in the cache folder, and while it is made twice that.
    """
    target = home.startup_cache
    try:
        claim = Claim.take(target.with_suffix(".claim"))
        if claim is None:
            return
        with claim:
            if not target.exists():
                _train(home, target)
    except OSError as error:
        raise NoSpace(target.parent) if is_full(error) else StartupCacheNotMade(str(error)) from error


def _train(home: Home, target: Path) -> None:
    folder = target.with_suffix(".training")
    shutil.rmtree(folder, ignore_errors=True)  # of a training that was killed
    try:
        record = _record(home, folder)
        _write(home, folder, record).replace(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _record(home: Home, folder: Path) -> Path:
    record = folder / "record"
    node = Node.start(home, folder / "node", compiler=Compiler.QUICK, heap=HEAP, record=record)
    try:
        node.stop(WRITE_SECONDS)
    except BaseException:
        node.kill()
        raise
    return record


def _write(home: Home, folder: Path, record: Path) -> Path:
    cache = folder / "cache"
    startup = ["-XX:AOTMode=create", f"-XX:AOTConfiguration={record}", f"-XX:AOTCache={cache}"]
    command = command_line(home, folder / "node", compiler=Compiler.QUICK, heap=HEAP, port=0, startup=startup)
    log = folder / "write.log"
    writer = spawn_tethered(command, folder=folder, log=log)
    try:
        writer.wait(WRITE_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise StartupCacheNotMade(f"Java wrote at it for more than {WRITE_SECONDS:.0f} s") from error
    finally:
        writer.kill()
        writer.wait()
    if writer.returncode != 0 or not cache.exists():
        raise StartupCacheNotMade(telling_line(log.read_text(errors="replace")))
    return cache
