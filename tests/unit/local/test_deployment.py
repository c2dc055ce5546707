"""Which Newswire an operation works on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from infra.local.deployment import NothingToWorkOn, deployed
from infra.local.running import Running

STACK = Running(
    url="http://127.0.0.1:8000",
    aws_endpoint="http://127.0.0.1:9",
    opensearch_url="http://127.0.0.1:9200",
    archive_bucket="newswire-archivebucket",
    queue_url="http://127.0.0.1:9/123456789012/newswire-StoriesQueue",
    pid=os.getpid(),
)


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("platformdirs.user_state_path", lambda name: tmp_path / name)
    for name in ("ARCHIVE_BUCKET", "QUEUE_URL", "OPENSEARCH_URL"):
        monkeypatch.delenv(f"NEWSWIRE_{name}", raising=False)


def test_nothing_runs_and_nothing_is_named() -> None:
    with pytest.raises(NothingToWorkOn, match="newswire up"), deployed():
        pass


def test_the_running_stack_with_its_own_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "a-person's-own")
    STACK.announce()
    with deployed() as app:
        assert (app.settings.archive_bucket, app.settings.queue_url) == (STACK.archive_bucket, STACK.queue_url)
        client = app.client("s3")
        assert client.meta.endpoint_url == STACK.aws_endpoint
        client.close()
    STACK.withdraw()


def test_the_environment_comes_before_the_running_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    STACK.announce()
    monkeypatch.setenv("NEWSWIRE_OPENSEARCH_URL", "https://engine.example")  # alone it is for `newswire up`
    with deployed() as app:
        assert app.settings.archive_bucket == STACK.archive_bucket
    monkeypatch.setenv("NEWSWIRE_ARCHIVE_BUCKET", "theirs")
    with deployed() as app:
        assert (app.settings.archive_bucket, app.settings.opensearch_url) == ("theirs", "https://engine.example")
