"""What a function imports is paid for at every cold start: those that tag nothing load no tagger."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT

HEAVY = ("spacy", "thinc", "numpy", "blis", "newswire.tagging.tagger", "newswire.tagging.enrich")
NOT_FOR_READERS = ("newswire.tagging", "newswire.formats", "newswire.language", "lxml", "boto3")


def imported_by(module: str, then: str = "pass", **environment: str) -> set[str]:
    """The modules that a fresh process has after importing one."""
    code = f"import sys; sys.path.insert(0, 'functions'); import {module}; {then}; print(*sys.modules)"
    printed = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=environment
    )
    return set(printed.stdout.split())


@pytest.mark.parametrize(
    ("module", "refused"),
    [
        ("push.handler", HEAVY),
        ("search.handler", HEAVY + NOT_FOR_READERS),
        ("lifecycle.handler", HEAVY + NOT_FOR_READERS),
        ("ingest.handler", HEAVY),  # it loads the tagger beside the first batch, and only where it serves events
    ],
)
def test_a_function_does_not_import_what_it_does_not_need(module: str, refused: tuple[str, ...]) -> None:
    loaded = imported_by(module)
    assert module in loaded
    assert loaded.isdisjoint(refused)


def test_the_ingest_function_loads_its_model_before_the_first_batch() -> None:
    wait = "import threading; [t.join() for t in threading.enumerate() if t.name == 'load tagger']"
    assert "spacy" in imported_by("ingest.handler", wait, AWS_LAMBDA_RUNTIME_API="127.0.0.1:9")
