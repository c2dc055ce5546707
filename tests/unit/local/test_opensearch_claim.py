from pathlib import Path

import pytest

from infra.local.opensearch.claim import Claim


def test_the_claim_is_free_again_once_released(tmp_path: Path) -> None:
    first = Claim.take(tmp_path / "claim")
    assert first
    assert Claim.take(tmp_path / "claim") is None
    first.release()
    second = Claim.take(tmp_path / "claim")
    assert second
    second.release()


def test_a_shorter_text_leaves_nothing_of_a_longer_one(tmp_path: Path) -> None:
    with Claim.take(tmp_path / "claim") or pytest.fail("not claimed") as claim:
        claim.write("12345 67890")
        claim.write("1")

    assert (tmp_path / "claim").read_text() == "1"
