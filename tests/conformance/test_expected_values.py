"""All expected values of the shared samples, by their own scorer; known_misses.json says why each miss is one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SHARED

SAMPLES = SHARED / "samples"
MISSES = json.loads(Path(__file__).with_name("known_misses.json").read_text())
WANTED = 0.99


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples, no part of this repository, are not here")
def test_the_expected_values(tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"
    command = f"{Path(sys.executable).with_name('newswire')} parse --json {{files}}"
    scorer = [sys.executable, str(SAMPLES / "check_formats.py"), str(SAMPLES), command, "--report", str(report)]
    subprocess.run(scorer, check=True, capture_output=True, timeout=100)  # noqa: S603
    rows = [json.loads(line) for line in report.read_text().splitlines()]
    misses = {row["file"]: {wrong["field"] for wrong in row["wrong"]} for row in rows if row["wrong"]}
    unexplained = {
        file: fields - MISSES.get(file, {}).keys()
        for file, fields in misses.items()
        if fields - MISSES.get(file, {}).keys()
    }
    right, total = sum(row["right"] for row in rows), sum(row["total"] for row in rows)
    print(f"{right} of {total} core values right")
    assert total > 1600
    assert right / total >= WANTED
    assert unexplained == {}
