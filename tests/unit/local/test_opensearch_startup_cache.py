from pathlib import Path

import pytest

from infra.local.errors import StartupCacheNotMade
from infra.local.opensearch.artifacts import Home
from infra.local.opensearch.claim import Claim
from infra.local.opensearch.lock import Lock
from infra.local.opensearch.startup_cache import train

NOWHERE = Lock(version="9.9", main_class="Main", components=(), artifacts=(), digest="00")


def test_a_startup_cache_that_is_there_is_not_made_again(tmp_path: Path) -> None:
    home = Home(tmp_path / "home", NOWHERE)
    home.startup_cache.write_bytes(b"trained")

    train(home)

    assert home.startup_cache.read_bytes() == b"trained"


def test_training_leaves_the_work_to_the_process_that_is_at_it(tmp_path: Path) -> None:
    home = Home(tmp_path / "home", NOWHERE)
    claim = Claim.take(home.startup_cache.with_suffix(".claim"))
    assert claim
    with claim:
        train(home)

    assert not home.startup_cache.exists()


def test_training_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(StartupCacheNotMade, match="works all the same"):
        train(Home(tmp_path / "missing" / "home", NOWHERE))
