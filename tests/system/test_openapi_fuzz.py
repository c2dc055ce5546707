"""Requests made at random from the API's own description: none breaks it, and each answer is as described."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.system.conftest import Up

# What a method gets that no route takes is the gateway's answer, and no other on a laptop than on AWS.
CONFIG = """
[phases.coverage]
unexpected-methods = []
"""
EXAMPLES = 30


def test_any_request_is_answered_as_described(up: Up, tmp_path: Path) -> None:
    """Texts have rules that a schema does not tell (a cursor is one that was given): a 400 is right for any."""
    config = tmp_path / "schemathesis.toml"
    config.write_text(CONFIG)
    done = subprocess.run(  # noqa: S603
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run"),
            *(f"{up.url}/openapi.json", "--exclude-method", "POST", "--max-examples", str(EXAMPLES), "--seed", "7"),
            *("--exclude-checks", "positive_data_acceptance", "--no-color"),
        ],
        cwd=tmp_path, capture_output=True, text=True, timeout=110, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "Tested: 13" in done.stdout
