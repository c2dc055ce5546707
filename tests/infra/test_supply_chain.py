"""Where everything comes from: hashes in the lock, licences of what ships, and the workflow that checks a change."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import Distribution
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from infra.package import closure, licences
from infra.package.target import Target
from tests.conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
# Licences that oblige whoever ships a program together with the package to give away more than the package itself.
COPYLEFT = re.compile(r"\b[AL]?GPL|GNU|Affero|SSPL|BUSL|Commons Clause|CC-BY-(NC|SA)|unknown", re.IGNORECASE)


@pytest.fixture(scope="module")
def target() -> Target:
    return Target.of_template()


def test_every_package_of_the_lock_has_a_version_and_hashes_and_no_address() -> None:
    blocks = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(blocks) > 100
    for block in blocks:
        requirement = Requirement(block.partition("\\")[0])
        assert [pin.operator for pin in requirement.specifier] == ["=="], block
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", block), block
    assert "://" not in LOCK


def test_every_package_that_ships_is_in_the_lock(target: Target) -> None:
    ships = closure.closure(closure.dependencies(), closure.installed(), target)
    assert ships <= closure.locked(target).keys()


def test_nothing_that_ships_has_a_licence_that_spreads(target: Target) -> None:
    shipped = licences.shipped(target)
    assert len(shipped) > 40
    assert {name: words for name, words in shipped.items() if COPYLEFT.search(words)} == {}


def test_the_table_of_licences_is_of_today(target: Target) -> None:
    written = (ROOT / "infra" / "package" / "licences.md").read_text("utf-8")
    assert written == licences.table(target), "run: python -m infra.package.licences > infra/package/licences.md"


def test_a_licence_is_chosen_only_where_a_package_offers_several(target: Target) -> None:
    packages = closure.installed()
    for name in licences.CHOSEN:
        words = licences.licence(packages[name])
        assert licences.CHOSEN[name] in words
        assert " or " in words or " OR " in words, f"{name}: {words}"


class _Package:
    def __init__(self, **fields: list[str]) -> None:
        self.metadata = self
        self._fields = {name.replace("_", "-"): value for name, value in fields.items()}

    def get_all(self, name: str, default: list[str]) -> list[str]:
        return self._fields.get(name, default)


@pytest.mark.parametrize(
    ("package", "words"),
    [
        (_Package(License_Expression=["MIT"], License=["BSD"]), "MIT"),
        (
            _Package(Classifier=["License :: OSI Approved :: MIT License", "Topic :: Text"], License=["x"]),
            "MIT License",
        ),
        (_Package(License=["Apache-2.0\n\nLong text GPL"]), "Apache-2.0"),
        (_Package(), "unknown"),
    ],
)
def test_a_package_names_its_licence_in_one_of_three_ways(package: Distribution, words: str) -> None:
    assert licences.licence(package) == words


@pytest.mark.parametrize(
    "words", ["GPL-3.0-only", "LGPL-2.1-or-later", "AGPL-3.0", "GNU General Public License v2 (GPLv2)", "unknown"]
)
def test_licences_that_spread_are_seen(words: str) -> None:
    assert COPYLEFT.search(words)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_pins_its_actions_and_may_only_read(path: Path) -> None:
    text = path.read_text("utf-8")
    used = re.findall(r"uses: *(.*)", text)
    assert used
    for action in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["permissions"] == {"contents": "read"}
        assert job["timeout-minutes"] <= 90


def test_the_workflow_runs_what_every_change_must_pass() -> None:
    [path] = WORKFLOWS
    steps = yaml.safe_load(path.read_text("utf-8"))["jobs"]["ci"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == [".ci/run"]
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o100


def test_the_workflow_has_nothing_that_zizmor_warns_of() -> None:
    zizmor = Path(sys.executable).with_name("zizmor")
    done = subprocess.run(  # noqa: S603
        [zizmor, "--offline", "--persona", "pedantic", *WORKFLOWS], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
