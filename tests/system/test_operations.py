"""What a person who runs it does: quarantine, dead letters, replay, reindex, and where a story is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from infra.local.authorizer import unsigned_token
from tests.system.conftest import Up, run, wait_for
from tests.unit.ninjs import make_ninjs

TODAY = f"{datetime.now(UTC):%Y-%m-%d}"


def test_a_quarantined_delivery_is_released_and_dropped(up: Up) -> None:
    body = b'{"uri": "urn:x:ops", "headline": '
    delivery = httpx.post(f"{up.url}/v1/stories?supplier=ops", content=body).json()["deliveries"][0]["id"]

    def listed() -> list[str]:
        lines = up.newswire("quarantine", "list", "--supplier", "ops", "--json").stdout.splitlines()
        return [json.loads(line)["id"] for line in lines]

    wait_for(lambda: listed() == [delivery], 10, "the quarantined delivery")
    assert "broken JSON" in up.newswire("quarantine", "show", delivery).stdout
    assert up.newswire("quarantine", "release", delivery).stdout == "1 released\n"
    wait_for(lambda: listed() == [delivery], 10, "the delivery that is quarantined again")
    assert up.newswire("quarantine", "drop", delivery, "--yes").stdout == "1 dropped\n"
    assert listed() == []
    missing = up.newswire("quarantine", "show", delivery)
    assert missing.returncode == 1
    assert missing.stderr.count("\n") == 1


def test_a_quarantined_delivery_is_seen_and_released_over_http(up: Up) -> None:
    body = b'{"uri": "urn:x:http", "headline": '
    delivery = httpx.post(f"{up.url}/v1/stories?supplier=ops-http", content=body).json()["deliveries"][0]["id"]

    def kept() -> list[dict[str, object]]:
        report = httpx.get(f"{up.url}/v1/operations").raise_for_status().json()
        return [row for row in report["quarantine"]["deliveries"] if row["delivery"] == delivery]

    [row] = wait_for(kept, 10, "the quarantined delivery")
    assert (row["supplier"], row["reasons"]) == ("ops-http", ["broken JSON: Expecting value (at line 1, column 35)"])
    reader = {"authorization": f"Bearer {unsigned_token('search embargoed')}"}
    release = f"{up.url}/v1/quarantine/{delivery}/release"
    assert httpx.get(f"{up.url}/v1/operations", headers=reader).status_code == 403
    assert httpx.post(release, headers=reader).status_code == 403
    assert httpx.post(release).json() == {"released": 1}
    wait_for(kept, 10, "the delivery that is quarantined again")
    counted = httpx.get(f"{up.url}/v1/operations").json()["deliveries"]
    assert [(row["outcome"], row["count"]) for row in counted if row["supplier"] == "ops-http"] == [("quarantined", 1)]
    up.newswire("quarantine", "drop", delivery, "--yes")


def test_a_dead_letter_comes_back_and_the_story_is_traced_replayed_and_reindexed(up: Up) -> None:
    sqs = up.client("sqs")
    [dead_letters] = [url for url in sqs.list_queues()["QueueUrls"] if "DeadLetter" in url]
    body = json.dumps(make_ninjs(uri="urn:x:dead", headlines=[{"value": "Numbat returns"}]))
    supplier = {"supplier": {"DataType": "String", "StringValue": "ops"}}
    sqs.send_message(QueueUrl=dead_letters, MessageBody=body, MessageAttributes=supplier)
    assert up.newswire("redrive").stdout == "1 moved\n"
    wait_for(lambda: up.search("numbat returns"), 10, "the story that was moved back")

    def trace() -> dict[str, object] | None:
        found = json.loads(up.newswire("trace", "urn:x:dead", "--json").stdout)
        return found if found["deliveries"] else None

    found = wait_for(trace, 10, "the archived delivery")
    assert [delivery["outcome"] for delivery in found["deliveries"]] == ["accepted"]
    assert (found["stories"][0]["id"], found["stories"][0]["told"]) == ("ops:urn:x:dead", True)
    replayed = json.loads(up.newswire("replay", "--from", TODAY, "--supplier", "ops", "--json").stdout)
    assert replayed["outcomes"]["accepted"] >= 1
    up.newswire("retag")  # of the first stories, where the machine was too busy to tag them at once
    compared = json.loads(up.newswire("reindex", "--dry-run", "--json").stdout)
    assert compared["content_hashes"]["live"] == compared["content_hashes"]["new"], compared


def test_with_nothing_to_work_on_one_line_says_what_to_do(environment: dict[str, str], tmp_path: Path) -> None:
    answer = run({**environment, "XDG_STATE_HOME": str(tmp_path)}, "replay", "--from", TODAY)
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert "newswire up" in answer.stderr
    assert "NEWSWIRE_ARCHIVE_BUCKET" in answer.stderr


AWAY = "http://127.0.0.1:9"


@pytest.mark.parametrize(
    ("engine", "aws", "key", "command", "said"),
    [
        ("", "", "", "redrive", "credentials"),
        ("", "", "", "quarantine list", "credentials"),
        ("", "", "", "reindex", "search engine does not answer"),
        ("", "running", "test", "redrive", "does not exist"),
        ("running", "running", "test", "quarantine list", "no bucket 'nowhere'"),
        ("running", "running", "test", f"replay --from {TODAY}", "no bucket 'nowhere'"),
        ("running", "running", "test", "trace x", "no bucket 'nowhere'"),
    ],
)
def test_a_service_that_is_away_is_one_line(
    up: Up, environment: dict[str, str], engine: str, aws: str, key: str, command: str, said: str
) -> None:
    settings = {
        "NEWSWIRE_ARCHIVE_BUCKET": "nowhere",
        "NEWSWIRE_QUEUE_URL": f"{up.aws_endpoint if aws else AWAY}/123456789012/nowhere",
        "NEWSWIRE_OPENSEARCH_URL": up.opensearch_url if engine else AWAY,
        "AWS_ENDPOINT_URL": up.aws_endpoint if aws else AWAY,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_DEFAULT_REGION": "us-east-1",
        "HOME": "/nonexistent",
    }
    credentials = {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": key} if key else {}
    answer = run({**environment, **settings, **credentials}, *command.split())
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr.startswith("newswire: ")
    assert answer.stderr.count("\n") == 1, answer.stderr
    assert said in answer.stderr
