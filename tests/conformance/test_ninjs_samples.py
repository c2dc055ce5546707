"""IPTC's own ninjs examples and validation suite, and Superdesk's ninjs files: the judge of the rules."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newswire.delivery import Delivery
from newswire.errors import DeliveryError
from newswire.formats import parse

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
NINJS = SAMPLES / "iptc-ninjs"

pytestmark = pytest.mark.skipif(not NINJS.is_dir(), reason="the samples (../shared) are not here")

LATER = "valid in a later version of the standard"
KILL = "other words for a kill or a hold are obeyed, a kill is never lost to its spelling"
DRAFT = "a property of the development schema: unknown to us, the story has text, it is kept in extra"
ACCEPTED_ALTHOUGH_IT_SHOULD_FAIL = {
    "1.0/should_fail/007_pubstatus_cancelled.json": KILL,
    "1.0/should_fail/014_type_component.json": LATER,
    "1.0/should_fail/015_pubstatus_commissioned.json": KILL,
    "1.0/should_fail/016_infosource.json": LATER,
    "1.1/should_fail/001_type_component.json": LATER,
    "1.1/should_fail/002_infosource.json": LATER,
    "1.2/should_fail/005_pubstatus_replaced.json": KILL,
    "1.2/should_fail/006_pubstatus_commissioned.json": KILL,
    "1.x_dev/should_fail/001_advice_string.json": DRAFT,
    "1.x_dev/should_fail/002_advice_wrongtypes.json": DRAFT,
    "1.x_dev/should_fail/003_advice_wrongelements.json": DRAFT,
    "2.x_dev/should_fail/001_advice_string.json": DRAFT,
    "2.x_dev/should_fail/002_advice_wrongtypes.json": DRAFT,
    "2.x_dev/should_fail/003_advice_wrongelements.json": DRAFT,
}
NO_STORY = {"examples/2.1/schema-extension/extension-schema.json"}
"""A JSON schema."""


def _good() -> list[Path]:
    patterns = ("examples/**/*.json", "documentation/includes/examples/[1-9]*/*.json")
    suites = ("validation/test_suite/*/should_pass/*.json", "validation/Windows-dot.net/ninjsEx*[0-9].json")
    found = [path for pattern in (*patterns, *suites) for path in sorted(NINJS.glob(pattern))]
    return [path for path in found if str(path.relative_to(NINJS)) not in NO_STORY]


def _bad() -> list[Path]:
    patterns = (
        "documentation/includes/examples/not-valid/*.json",
        "validation/*/*-invalid.json",
        "validation/test_suite/*/should_fail/*.json",
    )
    return [path for pattern in patterns for path in sorted(NINJS.glob(pattern))]


def _superdesk() -> list[Path]:
    expected = SAMPLES / "expected.jsonl"
    rows = map(json.loads, expected.read_text().splitlines()) if expected.is_file() else ()
    return [SAMPLES / row["file"] for row in rows if row["format"] == "ninjs"]


def _refusals(path: Path) -> list[DeliveryError]:
    try:
        entries = parse(Delivery(id="d1", body=path.read_bytes(), received=datetime.now(UTC)))
    except DeliveryError as error:
        return [error]
    return [entry for entry in entries if isinstance(entry, DeliveryError)]


def test_the_samples_are_there() -> None:
    assert len(_good()) > 200
    assert len(_bad()) > 60
    assert len(_superdesk()) > 30


@pytest.mark.parametrize("path", [*_good(), *_superdesk()], ids=str)
def test_what_is_right_is_accepted(path: Path) -> None:
    assert _refusals(path) == []


@pytest.mark.parametrize("path", _bad(), ids=str)
def test_what_is_wrong_is_refused(path: Path) -> None:
    accepted_because = ACCEPTED_ALTHOUGH_IT_SHOULD_FAIL.get(str(path.relative_to(path.parents[2])))
    refusals = _refusals(path)

    assert bool(refusals) is (accepted_because is None)
    assert all(refusal.reason for refusal in refusals)
