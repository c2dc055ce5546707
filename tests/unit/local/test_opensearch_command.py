from pathlib import Path

import pytest

from infra.local.opensearch.artifacts import Home
from infra.local.opensearch.command import Compiler, command_line
from infra.local.opensearch.lock import read_lock

HOME = Home(Path("/cache/opensearch/home"), read_lock())


def command(
    compiler: Compiler = Compiler.FULL, heap: str = "512m", port: int = 0, startup: tuple[str, ...] = ()
) -> list[str]:
    return command_line(HOME, Path("/data/node"), compiler=compiler, heap=heap, port=port, startup=startup)


@pytest.mark.parametrize(("compiler", "quick"), [(Compiler.FULL, False), (Compiler.QUICK, True)])
def test_the_quick_compiler_stops_at_the_first_level(compiler: Compiler, quick: bool) -> None:
    assert ("-XX:TieredStopAtLevel=1" in command(compiler)) is quick


def test_java_flags_come_before_the_main_class_and_settings_after() -> None:
    words = command()
    main = words.index("org.opensearch.bootstrap.OpenSearch")

    assert words[0].endswith("/bin/java")
    assert all(word.startswith("-E") for word in words[main + 1 :])
    assert not any(word.startswith("-E") for word in words[:main])


def test_the_heap_is_fixed() -> None:
    assert {"-Xms1g", "-Xmx1g"} <= set(command(heap="1g"))


@pytest.mark.parametrize(
    "setting",
    [
        "network.host=127.0.0.1",
        "http.port=0",
        "transport.port=0",
        "node.portsfile=true",
        "action.auto_create_index=false",
        "action.destructive_requires_name=true",
        "cluster.routing.allocation.disk.threshold_enabled=false",
        "indices.breaker.total.use_real_memory=false",
        "path.data=/data/node/data",
        "path.logs=/data/node/logs",
    ],
)
def test_the_node_is_told(setting: str) -> None:
    assert f"-E{setting}" in command()


def test_a_given_port_is_the_one_of_http() -> None:
    words = command(port=9234)

    assert "-Ehttp.port=9234" in words
    assert "-Etransport.port=0" in words


def test_jna_may_not_load_lest_root_is_refused() -> None:
    assert "-Djna.nounpack=true" in command()


def test_the_classpath_is_in_a_fixed_order_and_of_lib_alone() -> None:
    words = command()
    jars = words[words.index("-cp") + 1].split(":")

    assert jars == sorted(jars)
    assert {str(Path(jar).parent) for jar in jars} == {"/cache/opensearch/home/lib"}


def test_the_startup_flags_are_passed_on() -> None:
    assert "-XX:AOTCache=/x" in command(startup=("-XX:AOTCache=/x",))
