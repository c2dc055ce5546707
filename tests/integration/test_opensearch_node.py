import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from rich.console import Console

from infra.local.errors import EngineDataInUse, EngineDidNotStart
from infra.local.opensearch.artifacts import Home, install
from infra.local.opensearch.claim import Claim
from infra.local.opensearch.command import Compiler, command_line
from infra.local.opensearch.node import Node
from infra.local.opensearch.startup_cache import train

LAUNCHER = """
import sys
from pathlib import Path
from rich.console import Console
from infra.local.opensearch.artifacts import install
from infra.local.opensearch.command import Compiler
from infra.local.opensearch.node import Node
node = Node.start(install(Console(stderr=True)), Path(sys.argv[1]), compiler=Compiler.QUICK)
print(node.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def home() -> Home:
    return install(Console())


@pytest.fixture(scope="module")
def node(home: Home) -> Iterator[Node]:
    with Node.start(home, compiler=Compiler.QUICK) as node:
        yield node


def call(node: Node, method: str, path: str, body: object = None) -> httpx.Response:
    return httpx.request(method, node.url + path, json=body, timeout=30, trust_env=False)


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return met


def is_free(folder: Path) -> bool:
    claim = Claim.take(folder / "node.claim")
    if claim:
        claim.release()
    return claim is not None


def test_answers_on_loopback_with_every_component(home: Home, node: Node) -> None:
    assert node.url.startswith("http://127.0.0.1:")
    assert call(node, "GET", "/").json()["version"]["number"] == home.lock.version
    loaded = call(node, "GET", "/_nodes/plugins").json()["nodes"].popitem()[1]
    names = {component["name"] for component in loaded["modules"] + loaded["plugins"]}
    assert names == {component.name for component in home.lock.components}


def test_no_index_comes_into_being_by_writing_to_it(node: Node) -> None:
    assert call(node, "PUT", "/never-made/_doc/1", {"a": 1}).status_code == 404
    assert call(node, "HEAD", "/never-made").status_code == 404


def test_a_second_node_on_the_same_folder_is_refused(home: Home, node: Node) -> None:
    with pytest.raises(EngineDataInUse, match=f"{node.folder} is in use by process {node.pid}"):
        Node.start(home, node.folder, compiler=Compiler.QUICK)

    assert call(node, "GET", "/_cluster/health").json()["status"] == "green"


def test_a_document_survives_kill_9_and_a_start_with_a_damaged_startup_cache(home: Home, tmp_path: Path) -> None:
    node = Node.start(home, tmp_path / "node", compiler=Compiler.QUICK)
    assert call(node, "PUT", "/stories", {"settings": {"number_of_replicas": 0}}).is_success
    assert call(node, "PUT", "/stories/_doc/1", {"headline": "kept"}).is_success
    os.kill(node.pid, signal.SIGKILL)
    assert wait_until(lambda: not node.is_running, 5)
    node.stop()
    (tmp_path / "home").symlink_to(home.path)
    same_home = Home(tmp_path / "home", home.lock)
    same_home.startup_cache.write_bytes(b"no cache" * 1000)

    with Node.start(same_home, tmp_path / "node", compiler=Compiler.QUICK) as again:
        assert call(again, "GET", "/stories/_doc/1").json()["_source"] == {"headline": "kept"}
        assert again.url != node.url
    again.stop()

    assert not again.is_running
    assert "closed" in (tmp_path / "node" / "node.log").read_text().splitlines()[-1]
    assert is_free(tmp_path / "node")


def test_the_node_ends_with_a_killed_parent(home: Home, tmp_path: Path) -> None:
    assert home.is_complete()
    command = [sys.executable, "-c", LAUNCHER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as launcher:  # noqa: S603
        assert launcher.stdout
        assert int(launcher.stdout.readline())
        assert not is_free(tmp_path)
        launcher.kill()

    assert wait_until(lambda: is_free(tmp_path), 5)


def test_a_taken_port_is_told(home: Home, node: Node, tmp_path: Path) -> None:
    port = int(node.url.rpartition(":")[2])

    with pytest.raises(EngineDidNotStart, match="Address already in use"):
        Node.start(home, tmp_path, compiler=Compiler.QUICK, port=port)


def test_an_early_end_is_told_in_one_line_with_its_log(home: Home, tmp_path: Path) -> None:
    with pytest.raises(EngineDidNotStart, match="exit code 1; Invalid initial heap size: -Xmslots") as told:
        Node.start(home, tmp_path, heap="lots")

    assert f"(log: {tmp_path / 'node.log'})" in str(told.value)
    assert "\n" not in str(told.value)
    assert is_free(tmp_path)


def test_the_trained_startup_cache_fits(home: Home, tmp_path: Path) -> None:
    train(home)  # some 20 seconds on a new machine; every node after that starts faster

    startup = [f"-XX:AOTCache={home.startup_cache}", "-XX:AOTMode=on"]  # on: end when it does not fit
    command = command_line(home, tmp_path, compiler=Compiler.FULL, heap="512m", port=0, startup=startup)
    answer = subprocess.run([*command, "--version"], capture_output=True, text=True, timeout=60, check=False)  # noqa: S603

    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert f"Version: {home.lock.version}" in answer.stdout
