import os
from pathlib import Path

import pytest

from infra.local.errors import EngineDataInUse, EngineDidNotStart
from infra.local.opensearch.artifacts import Home
from infra.local.opensearch.claim import Claim
from infra.local.opensearch.lock import Lock
from infra.local.opensearch.node import LONGEST_REASON, Node, telling_line

NOWHERE = Lock(version="9.9", main_class="Main", components=(), artifacts=(), digest="00")


@pytest.mark.parametrize(
    ("log", "line"),
    [
        (
            "[2026-01-02T03:04:05,678][INFO ][o.o.n.Node] version\n"
            "[2026-01-02T03:04:05,679][ERROR][o.o.b.OpenSearchUncaughtExceptionHandler] uncaught exception\n"
            "org.opensearch.bootstrap.StartupException: java.lang.IllegalStateException: outer\n"
            "\tat org.opensearch.bootstrap.OpenSearch.init(OpenSearch.java:168)\n"
            "Caused by: java.lang.IllegalStateException: failed to obtain node locks\n"
            "\t... 11 more\n",
            "Caused by: java.lang.IllegalStateException: failed to obtain node locks",
        ),
        (
            "Invalid initial heap size: -Xmslots\nError: Could not create the Java Virtual Machine.\n",
            "Invalid initial heap size: -Xmslots",
        ),
        (
            'Traceback (most recent call last):\n  File "tether.py", line 1\n'
            "FileNotFoundError: [Errno 2] No such file or directory\n",
            "FileNotFoundError: [Errno 2] No such file or directory",
        ),
        (
            "[2026-01-02T03:04:05,678][INFO ][o.o.n.Node] one\n[2026-01-02T03:04:05,679][INFO ][o.o.n.Node] two\n\n",
            "[2026-01-02T03:04:05,679][INFO ][o.o.n.Node] two",
        ),
        ("", "its log is empty"),
        ("\n \n", "its log is empty"),
        ("x" * 10_000, "x" * LONGEST_REASON),
    ],
)
def test_the_telling_line_of_a_log(log: str, line: str) -> None:
    assert telling_line(log) == line


def test_a_claimed_folder_is_refused_and_its_holder_named(tmp_path: Path) -> None:
    claim = Claim.take(tmp_path / "node.claim")
    assert claim
    with claim:
        claim.write(f"{os.getpid()} 12345")

        with pytest.raises(EngineDataInUse, match=f"^the data folder {tmp_path} is in use by process 12345: .*$"):
            Node.start(Home(tmp_path / "home", NOWHERE), tmp_path)


@pytest.mark.parametrize("said", ["", "-1 -1", "garbage"])
def test_a_claimed_folder_is_refused_when_its_holder_has_not_said_who_it_is(tmp_path: Path, said: str) -> None:
    claim = Claim.take(tmp_path / "node.claim")
    assert claim
    with claim:
        claim.write(said)

        with pytest.raises(EngineDataInUse, match="in use by another process"):
            Node.start(Home(tmp_path / "home", NOWHERE), tmp_path)


def test_a_comma_in_the_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineDidNotStart, match="comma"):
        Node.start(Home(tmp_path / "home", NOWHERE), tmp_path / "a,b")

    assert not (tmp_path / "a,b").exists()


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(EngineDidNotStart, match="Not a directory"):
        Node.start(Home(tmp_path / "home", NOWHERE), tmp_path / "file")
