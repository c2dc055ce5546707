import re
import tomllib
from pathlib import Path

import pytest

from infra.local.opensearch.lock import LOCK_FILE, Artifact, Component, read_lock


def test_the_committed_lock_is_whole() -> None:
    lock = read_lock()

    assert all(re.fullmatch(r"[0-9a-f]{64}", artifact.sha256) for artifact in lock.artifacts)
    assert all(artifact.size > 0 for artifact in lock.artifacts)
    assert len({artifact.path for artifact in lock.artifacts}) == len(lock.artifacts)
    assert {c.folder for c in lock.components} == {a.folder for a in lock.artifacts} - {"lib"}
    assert {"analysis-icu", "percolator", "rank-eval", "transport-netty4"} <= {c.name for c in lock.components}


def test_every_component_says_the_version_of_the_node() -> None:
    lock = read_lock()

    assert {component.version for component in lock.components} == {lock.version}


def test_the_lock_holds_no_address() -> None:
    assert "://" not in LOCK_FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize("key", ["group", "artifact", "version", "folder", "size", "sha256"])
def test_an_entry_without_a_key_is_refused(tmp_path: Path, key: str) -> None:
    table = tomllib.loads(LOCK_FILE.read_text(encoding="utf-8"))
    del table["artifact"][0][key]
    lines = ['[opensearch]\nversion = "1"\nmain_class = "Main"\ncomponent = []\n[[artifact]]']
    lines += [f"{name} = {value!r}" for name, value in table["artifact"][0].items()]
    file = tmp_path / "lock.toml"
    file.write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises((KeyError, TypeError)):
        read_lock(file)


def test_the_digest_changes_with_the_file(tmp_path: Path) -> None:
    file = tmp_path / "lock.toml"
    file.write_bytes(LOCK_FILE.read_bytes() + b"# changed\n")

    assert read_lock(file).digest != read_lock().digest


def test_an_artifact_goes_to_its_folder_under_its_repository_name() -> None:
    artifact = Artifact(group="org.example", artifact="a-b", version="1.2", folder="lib", size=1, sha256="00")

    assert artifact.path == Path("lib/a-b-1.2.jar")


def test_the_descriptor_is_what_the_plugin_loader_reads() -> None:
    component = Component("modules/reindex", "reindex", "copies", "3.6.0", "org.example.Plugin", "3.5.0")

    assert component.descriptor == Path("modules/reindex/plugin-descriptor.properties")
    assert component.descriptor_text() == (
        "name=reindex\ndescription=copies\nversion=3.6.0\nopensearch.version=3.6.0\njava.version=21\n"
        "classname=org.example.Plugin\nextended.plugins=\nhas.native.controller=false\n"
    )
