"""cfn-lint finds nothing in the template, neither as written nor as translated: each sees other mistakes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from infra.cloud.translation import TEMPLATE
from tests.infra.house_rules import Document

IGNORED: dict[str, str] = {}
"""Rules of cfn-lint that do not hold here, and why."""
MOST_LINES = 450


def findings(path: Path) -> list[str]:
    ignored = [argument for code in IGNORED for argument in ("--ignore-checks", code)]
    done = subprocess.run(  # noqa: S603
        [str(Path(sys.executable).with_name("cfn-lint")), "--format", "parseable", *ignored, "--", str(path)],
        capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode == 0 or done.stdout, done.stderr
    return done.stdout.splitlines()


@pytest.fixture
def translated(document: Document, tmp_path: Path) -> Path:
    path = tmp_path / "translated.json"
    path.write_text(json.dumps(document))
    return path


def test_nothing_is_found_in_the_template() -> None:
    assert findings(TEMPLATE) == []


def test_nothing_is_found_in_its_translation(translated: Path) -> None:
    assert findings(translated) == []


def test_a_mistake_is_found(document: Document, tmp_path: Path) -> None:
    document["Resources"]["StoriesQueue"]["Properties"]["VisibilityTimeout"] = 20
    path = tmp_path / "translated.json"
    path.write_text(json.dumps(document))
    assert any("VisibilityTimeout" in line or "30" in line for line in findings(path))


def test_a_person_can_read_it() -> None:
    assert len(TEMPLATE.read_text().splitlines()) < MOST_LINES
