"""The ways in besides the plain push, through the running stack: a dropped file, a mail, a topic, a signed push."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import boto3
import httpx
import pytest

from infra.local.commands.up import SIGNING_KEYS
from newswire.signature import HEADER, sign
from tests.conftest import BUCKET, ROOT
from tests.system.conftest import Up, wait_for

KEY = SIGNING_KEYS["ena"][0]
SECONDS = 5


def story(headline: str) -> bytes:
    return f"{headline}\n\nNobody expected it. Nobody at all.".encode()


def searchable(up: Up, phrase: str) -> dict[str, object]:
    [found] = wait_for(lambda: up.search(f'"{phrase}"'), SECONDS, phrase)
    return dict(found)


def test_what_it_prints_is_all_that_a_client_of_aws_needs(up: Up) -> None:
    printed = dict(re.findall(r"(AWS_\w+)=(\S+)", up.printed))
    client = boto3.client(
        "s3",
        endpoint_url=printed["AWS_ENDPOINT_URL"],
        region_name=printed["AWS_DEFAULT_REGION"],
        aws_access_key_id=printed["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=printed["AWS_SECRET_ACCESS_KEY"],
    )
    bucket, folder = re.findall(r"s3://([^/\s]+)/(\S+)", up.printed)[-1]
    client.put_object(Bucket=bucket, Key=f"{folder}story.txt", Body=story("Badger of Printham digs"))
    assert searchable(up, "badger of printham")["supplier"] == "nordwire"


@pytest.mark.parametrize(
    ("key", "feed"),
    [("drop/zyx/a+b %41.txt", None), ("drop/zyx/Küste/2026/Ærø 🌊.txt", "k-ste")],
    ids=["signs", "words"],
)
def test_a_file_dropped_into_the_bucket_is_searchable_within_five_seconds(up: Up, key: str, feed: str | None) -> None:
    headline = f"Walrus of {'Dropford' if feed else 'Dropham'} moves in"
    up.client("s3").put_object(Bucket=BUCKET, Key=key, Body=story(headline))
    found = searchable(up, headline)
    assert found["supplier"] == "zyx"
    assert feed is None or up.search(f'"{headline}"', feed=feed)


def test_files_that_hold_no_story_are_quarantined_and_markers_of_folders_are_nothing(up: Up) -> None:
    s3 = up.client("s3")
    for key in ("drop/holders/folder/", "drop/holders/empty.txt"):
        s3.put_object(Bucket=BUCKET, Key=key, Body=b"")

    def quarantined() -> list[dict[str, Any]]:
        return [record for record in up.quarantined().values() if record["supplier"] == "holders"]

    [record] = wait_for(quarantined, SECONDS, "the empty file in quarantine")
    assert record["stories"][0]["reason"]
    wait_for(lambda: not any(up.queue_depths().values()), 30, "empty queues")  # the samples come first
    assert quarantined() == [record]


def test_a_mail_that_ses_has_written_is_searchable_within_five_seconds(up: Up) -> None:
    mail = (ROOT / "events" / "stories" / "64-higgs-boson.eml").read_bytes()
    up.client("s3").put_object(
        Bucket=BUCKET, Key="drop/zyx/mail/0f3k2", Body=mail, ContentType="application/octet-stream"
    )
    wait_for(lambda: up.search(supplier="zyx", feed="mail"), SECONDS, "the mail")


def test_what_a_topic_tells_is_searchable_within_five_seconds(up: Up) -> None:
    sqs = up.client("sqs")
    envelope = {
        "Type": "Notification",
        "MessageId": "m",
        "TopicArn": "arn:aws:sns:us-east-1:123456789012:zyx",
        "Message": story("Puffin of Topicton elected").decode(),
        "MessageAttributes": {"supplier": {"Type": "String", "Value": "zyx"}},
    }
    [url] = [url for url in sqs.list_queues()["QueueUrls"] if url.endswith("StoriesQueue")]
    sqs.send_message(QueueUrl=url, MessageBody=json.dumps(envelope))
    assert searchable(up, "puffin of topicton")["supplier"] == "zyx"


@pytest.fixture
def push(up: Up) -> Callable[..., httpx.Response]:
    def push(body: bytes, header: str | None, query: str = "", path: str = "/v1/signed/stories") -> httpx.Response:
        headers = {"content-type": "text/plain", **({HEADER: header} if header is not None else {})}
        return httpx.post(f"{up.url}{path}{query}", content=body, headers=headers)

    return push


def test_a_signed_push_is_searchable_within_five_seconds_and_once(up: Up, push: Callable[..., httpx.Response]) -> None:
    body = story("Otter of Signham decorated 🦦")
    header = sign(KEY.encode(), "ena", "world", body, datetime.now(UTC))
    answer = push(body, header, "?feed=world")
    assert answer.status_code == 202, answer.text
    assert searchable(up, "otter of signham")["supplier"] == "ena"
    assert push(body, header, "?feed=world").status_code == 401
    assert push(body, header, "?feed=world", "/v1/stories").status_code == 401


def test_the_command_signs(up: Up, tmp_path: Path) -> None:
    file, key = tmp_path / "story.txt", tmp_path / "key"
    file.write_bytes(story("Heron of Keyton returns"))
    key.write_text(f"{KEY}\n")
    pushed = up.newswire("push", str(file), "--supplier", "Ena", "--feed", "Local News", "--key-file", str(key))
    assert pushed.returncode == 0, pushed.stderr + pushed.stdout
    assert searchable(up, "heron of keyton")["supplier"] == "ena"
    key.write_text("another key")
    refused = up.newswire("push", str(file), "--supplier", "ena", "--key-file", str(key))
    assert refused.returncode == 1
    assert "signature" in refused.stderr
    nobody = up.newswire("push", str(file), "--key-file", str(key))
    assert (nobody.returncode, nobody.stderr.count("\n")) == (1, 1)
    assert "--supplier" in nobody.stderr


def test_pushes_that_are_not_rightly_signed_are_refused(push: Callable[..., httpx.Response]) -> None:
    body, now = story("Gull of Forgeton lies"), datetime.now(UTC)
    right = sign(KEY.encode(), "ena", None, body, now)
    refused = {
        401: [
            push(body, None),
            push(body, right[:-1]),
            push(body, sign(b"another key", "ena", None, body, now)),
            push(body, sign(KEY.encode(), "zyx", None, body, now)),
            push(body, sign(KEY.encode(), "ena", None, body, now - timedelta(minutes=6))),
            push(body, sign(KEY.encode(), "ena", None, body, now + timedelta(minutes=6))),
            push(body + b" ", right),
            push(body, right, "?feed=other"),
            push(b"", right),
        ],
        403: [push(body, right, "?supplier=zyx")],
        400: [push(body, right, "?colour=red")],
        413: [push(b"x" * (11 * 1024 * 1024), right)],
    }
    for status, answers in refused.items():
        assert [answer.status_code for answer in answers] == [status] * len(answers)
    for path in (
        "/v1/signed/stories/",
        "/v1/signed//stories",
        "/V1/signed/stories",
        f"/v1/{quote('signed/stories', safe='')}",
    ):
        assert push(body, None, path=path).status_code in (401, 403, 404), path
