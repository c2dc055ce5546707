import errno
import hashlib
import io
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

import pytest
import requests
from rich.console import Console

from infra.local.errors import (
    CacheUnusable,
    EngineArtifactMissing,
    EngineArtifactRefused,
    LocalError,
    NoNetwork,
    NoSpace,
)
from infra.local.opensearch.artifacts import Home, fetch_with_jgo, install
from infra.local.opensearch.lock import Artifact

CONTENTS = {"core": b"the core", "http": b"the transport", "words": b"the analysis"}
FOLDERS = {"core": "lib", "http": "modules/http", "words": "modules/http"}


class Repository:
    """Stands in for the repository: gives CONTENTS, and fails for names in `failing`."""

    def __init__(self) -> None:
        self.contents = dict(CONTENTS)
        self.failing: dict[str, Exception] = {}
        self.fetched: list[str] = []
        self._lock = Lock()

    def fetch(self, artifact: Artifact, scratch: Path) -> Path:
        with self._lock:
            self.fetched.append(artifact.artifact)
        if error := self.failing.get(artifact.artifact):
            raise error
        scratch.mkdir(parents=True, exist_ok=True)
        file = scratch / artifact.filename
        file.write_bytes(self.contents[artifact.artifact])
        return file


@pytest.fixture
def repository() -> Repository:
    return Repository()


@pytest.fixture
def lock_file(tmp_path: Path) -> Path:
    lines = ['[opensearch]\nversion = "9.9"\nmain_class = "org.example.Main"']
    lines.append('[[component]]\nfolder = "modules/http"\nname = "http"\ndescription = "d"\nversion = "9.9"')
    lines.append('classname = "org.example.Http"')
    for name, content in CONTENTS.items():
        lines.append(f'[[artifact]]\ngroup = "org.example"\nartifact = "{name}"\nversion = "1"')
        lines.append(f'folder = "{FOLDERS[name]}"\nsize = {len(content)}')
        lines.append(f'sha256 = "{hashlib.sha256(content).hexdigest()}"')
    file = tmp_path / "node.lock.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def quiet() -> Console:
    return Console(file=io.StringIO())


def run_install(tmp_path: Path, lock_file: Path, repository: Repository, console: Console | None = None) -> Home:
    return install(console or quiet(), cache=tmp_path / "cache", lock_file=lock_file, fetch=repository.fetch)


def test_lays_out_every_file_and_descriptor(tmp_path: Path, lock_file: Path, repository: Repository) -> None:
    home = run_install(tmp_path, lock_file, repository)

    files = {str(f.relative_to(home.path)): f.read_bytes() for f in home.path.rglob("*") if f.is_file()}
    assert files.pop("modules/http/plugin-descriptor.properties").startswith(b"name=http\n")
    assert files == {
        "lib/core-1.jar": b"the core",
        "modules/http/http-1.jar": b"the transport",
        "modules/http/words-1.jar": b"the analysis",
    }
    assert (home.path / "plugins").is_dir()
    assert home.classpath == str(home.path / "lib/core-1.jar")


def test_fetches_once(tmp_path: Path, lock_file: Path, repository: Repository) -> None:
    first = run_install(tmp_path, lock_file, repository)
    repository.fetched.clear()

    assert run_install(tmp_path, lock_file, repository) == first
    assert repository.fetched == []


def test_nothing_but_the_home_is_left(tmp_path: Path, lock_file: Path, repository: Repository) -> None:
    home = run_install(tmp_path, lock_file, repository)

    assert {entry.name for entry in home.path.parent.iterdir()} == {home.path.name, "install.claim"}


def test_a_changed_lock_gets_a_home_of_its_own(tmp_path: Path, lock_file: Path, repository: Repository) -> None:
    before = run_install(tmp_path, lock_file, repository)
    lock_file.write_text(lock_file.read_text(encoding="utf-8") + "\n# changed", encoding="utf-8")

    assert run_install(tmp_path, lock_file, repository).path != before.path


@pytest.mark.parametrize("content", [b"THE CORE", b"the co", b"", b"<html>sign in to this network</html>"])
def test_a_wrong_file_is_refused_deleted_and_named(
    tmp_path: Path, lock_file: Path, repository: Repository, content: bytes
) -> None:
    repository.contents["core"] = content

    with pytest.raises(EngineArtifactRefused, match=r"core-1\.jar: expected .*, got ") as refused:
        run_install(tmp_path, lock_file, repository)

    assert "\n" not in str(refused.value)
    assert not list(tmp_path.rglob("core-1.jar"))
    assert not any(home.is_dir() for home in (tmp_path / "cache" / "opensearch").glob("9.9-????????????"))


def test_goes_on_where_an_interrupted_fetch_stopped(tmp_path: Path, lock_file: Path, repository: Repository) -> None:
    repository.failing["core"] = NoNetwork("the search engine", "ConnectionError")
    with pytest.raises(NoNetwork):
        run_install(tmp_path, lock_file, repository)
    kept = {file.name for file in tmp_path.rglob("*.jar")}
    repository.failing.clear()
    repository.fetched.clear()

    home = run_install(tmp_path, lock_file, repository)

    assert home.is_complete()
    assert {f"{name}-1.jar" for name in repository.fetched} == {f"{name}-1.jar" for name in CONTENTS} - kept


def test_takes_no_half_of_a_file_for_the_whole(tmp_path: Path, lock_file: Path, repository: Repository) -> None:
    repository.failing["core"] = NoNetwork("the search engine", "ConnectionError")
    with pytest.raises(NoNetwork):
        run_install(tmp_path, lock_file, repository)
    (unfinished,) = (tmp_path / "cache" / "opensearch").glob("*.partial")
    (unfinished / "lib").mkdir(exist_ok=True)
    (unfinished / "lib" / "core-1.jar").write_bytes(b"the ")
    repository.failing.clear()

    assert (run_install(tmp_path, lock_file, repository).path / "lib" / "core-1.jar").read_bytes() == b"the core"


@pytest.mark.parametrize("damage", ["deleted", "truncated", "no descriptor"])
def test_a_damaged_home_is_mended(tmp_path: Path, lock_file: Path, repository: Repository, damage: str) -> None:
    home = run_install(tmp_path, lock_file, repository)
    repository.fetched.clear()
    if damage == "deleted":
        (home.path / "lib" / "core-1.jar").unlink()
    elif damage == "truncated":
        (home.path / "lib" / "core-1.jar").write_bytes(b"the")
    else:
        (home.path / "modules" / "http" / "plugin-descriptor.properties").unlink()

    assert run_install(tmp_path, lock_file, repository).is_complete()
    assert repository.fetched == ([] if damage == "no descriptor" else ["core"])


def test_a_second_process_waits_for_the_first_and_fetches_nothing(
    tmp_path: Path, lock_file: Path, repository: Repository
) -> None:
    under_way, go_on = Event(), Event()

    def slowly(artifact: Artifact, scratch: Path) -> Path:
        under_way.set()
        assert go_on.wait(10)
        return repository.fetch(artifact, scratch)

    class Waiting(io.StringIO):
        def write(self, text: str) -> int:
            go_on.set()  # it says that it waits
            return super().write(text)

    first = Thread(target=install, args=(quiet(),), kwargs=_where(tmp_path, lock_file) | {"fetch": slowly})
    first.start()
    assert under_way.wait(10)
    said = Waiting()
    home = run_install(tmp_path, lock_file, repository, Console(file=said))
    first.join()

    assert home.is_complete()
    assert sorted(repository.fetched) == sorted(CONTENTS)
    assert "waiting for it" in said.getvalue()


def _where(tmp_path: Path, lock_file: Path) -> dict[str, Any]:
    return {"cache": tmp_path / "cache", "lock_file": lock_file}


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), NoSpace),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), NoSpace),
        (PermissionError(errno.EACCES, "Permission denied"), CacheUnusable),
    ],
)
def test_a_disk_that_does_not_take_it_is_told_in_one_line(
    tmp_path: Path, lock_file: Path, repository: Repository, error: OSError, expected: type[LocalError]
) -> None:
    repository.failing["core"] = error

    with pytest.raises(expected, match="opensearch") as told:
        run_install(tmp_path, lock_file, repository)

    assert "\n" not in str(told.value)


def test_a_file_in_the_place_of_the_cache_is_told(tmp_path: Path, lock_file: Path, repository: Repository) -> None:
    (tmp_path / "cache").write_text("in the way")

    with pytest.raises(CacheUnusable, match="cache"):
        run_install(tmp_path, lock_file, repository)


def test_one_line_where_there_is_no_terminal(tmp_path: Path, lock_file: Path, repository: Repository) -> None:
    said = io.StringIO()
    run_install(tmp_path, lock_file, repository, Console(file=said))
    run_install(tmp_path, lock_file, repository, Console(file=said))

    assert said.getvalue() == "Fetching the search engine: 3 files, once (0 MB)\n"


def test_a_bar_on_a_terminal(tmp_path: Path, lock_file: Path, repository: Repository) -> None:
    said = io.StringIO()
    run_install(tmp_path, lock_file, repository, Console(file=said, force_terminal=True, width=100))

    assert "━" in said.getvalue()


JAR = Artifact(group="org.example", artifact="a", version="1", folder="lib", size=4, sha256="00")


class Answer:
    """What requests gives for one URL; breaks off in the middle when told to."""

    def __init__(self, status: int, breaks: bool = False) -> None:
        self.status_code = status
        self.headers = {"content-length": "4"}
        self.text = hashlib.sha1(b"whole").hexdigest()  # noqa: S324
        self._breaks = breaks

    def iter_content(self, chunk_size: int) -> Any:
        yield b"jar!"[: 2 if self._breaks else chunk_size]
        if self._breaks:
            raise requests.exceptions.ChunkedEncodingError


def answer_with(monkeypatch: pytest.MonkeyPatch, answers: list[Answer | Exception]) -> None:
    def request(method: str, url: str, **_: object) -> Answer:
        assert method == "GET"
        answer = Answer(404) if url.endswith(".sha1") else answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(requests, "request", request)


def test_a_connection_that_breaks_off_once_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, [Answer(200, breaks=True), Answer(200)])

    assert fetch_with_jgo(JAR, tmp_path).read_bytes() == b"jar!"


def test_no_network_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, [requests.ConnectionError("a long story"), requests.Timeout()])

    with pytest.raises(NoNetwork, match=r"^cannot fetch the search engine \(Timeout\): .*$"):
        fetch_with_jgo(JAR, tmp_path)


def test_a_file_that_the_repository_does_not_have_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, [Answer(404), Answer(503)])

    with pytest.raises(EngineArtifactMissing, match=r"a-1\.jar"):
        fetch_with_jgo(JAR, tmp_path)


def test_the_fetcher_is_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    # Also for the repository's own checksum, which does not match then.
    monkeypatch.setattr(requests, "request", lambda *_args, **_options: Answer(200))
    fetch_with_jgo(JAR, tmp_path)

    assert capfd.readouterr() == ("", "")
