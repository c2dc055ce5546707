"""The command line of a node: pure, and every flag that is not self-evident says why it is there."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from infra.local.opensearch.artifacts import Home


class Compiler(Enum):
    """What the JVM makes of the engine's code: QUICK for test runs, FULL for people and benchmarks."""

    FULL = "full"
    """Fast queries after some hundred of each kind."""

    QUICK = "quick"
    """Half the processor time of a start; queries cost two to three times as much."""


COMPILER_FLAGS = {Compiler.FULL: (), Compiler.QUICK: ("-XX:TieredStopAtLevel=1",)}

JVM_FLAGS = (
    "-XX:+UseSerialGC",
    "-XX:-OmitStackTraceInFastThrow",
    "-XX:-UsePerfData",  # else a file in the system's temporary folder
    "-Xlog:disable",  # else warnings of a start-up cache that does not fit, or fits but for its adapters
    "-Xlog:all=error",
    # JNA must not load: with it the engine refuses to run as root.
    "-Djna.nounpack=true",
    "-Djna.nosys=true",
    "-Djna.boot.library.path=/nonexistent",
    "-Djava.locale.providers=CLDR,SPI",  # Thai, from icu4j-localespi: without it no index can be made
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF-8",
    "-Dio.netty.noUnsafe=true",
    "-Dio.netty.noKeySetOptimization=true",
    "-Dio.netty.recycler.maxCapacityPerThread=0",
    "-Dio.netty.allocator.numDirectArenas=0",
    "-Dlog4j.shutdownHookEnabled=false",  # else a ClassCastException is logged at the stop
    "-Dlog4j2.disable.jmx=true",
    "--enable-native-access=ALL-UNNAMED",
)

SETTINGS = {
    "cluster.name": "newswire",
    "node.name": "newswire",
    "discovery.type": "single-node",
    "network.host": "127.0.0.1",
    "transport.port": "0",
    "node.portsfile": "true",  # written once it is bound: what answers at the port in it is this node and no other
    "action.auto_create_index": "false",
    "action.destructive_requires_name": "true",
    "cluster.routing.allocation.disk.threshold_enabled": "false",  # else a nearly full laptop makes indices read-only
    "indices.breaker.total.use_real_memory": "false",  # else garbage counts, and requests are refused with 429
}

LOG4J = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %marker%m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
"""


def command_line(
    home: Home, folder: Path, *, compiler: Compiler, heap: str, port: int, startup: Sequence[str]
) -> list[str]:
    """Return the command that starts a node.

    Args:
        home: The installed engine.
        folder: The node's own folder, absolute.
        compiler: Which compiler.
        heap: Size of the heap as the JVM writes it, such as 512m.
        port: Where it is to answer; 0 takes a free one.
        startup: JVM flags of the start-up cache.
    """
    return [
        str(home.java),
        f"-Xms{heap}",
        f"-Xmx{heap}",
        *COMPILER_FLAGS[compiler],
        *startup,
        *JVM_FLAGS,
        f"-Djava.io.tmpdir={folder / 'tmp'}",
        f"-Dopensearch.path.home={home.path}",
        f"-Dopensearch.path.conf={folder / 'config'}",
        "-cp",
        home.classpath,
        home.lock.main_class,
        f"-Epath.data={folder / 'data'}",
        f"-Epath.logs={folder / 'logs'}",
        f"-Ehttp.port={port}",
        *(f"-E{name}={value}" for name, value in SETTINGS.items()),
    ]
