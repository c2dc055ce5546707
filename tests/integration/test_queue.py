"""A delivery on the queue and back, on moto."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from unittest.mock import patch
from urllib.parse import quote_plus

import boto3
import pytest
from aws_lambda_powertools.utilities.data_classes import SQSEvent
from botocore.exceptions import ClientError

from newswire.delivery import MAX_DELIVERY_BYTES, Delivery, Terms, Unopened
from newswire.envelope import StoredObject, stored_objects
from newswire.errors import DeliveryMissing, DeliveryTooLarge, MalformedDelivery, NotAStory, TryLater
from newswire.queue import FIRST_RETRY_SECONDS, LONGEST_RETRY_SECONDS, MAX_INLINE_BYTES, MAX_OBJECTS, retry_ceiling
from tests.conftest import BUCKET, FrozenApp, keys, receive
from tests.unit.ninjs import make_delivery


def back(app: FrozenApp) -> list[Delivery | Unopened]:
    messages = app.queue.receive(SQSEvent(receive(app)).records)
    return [delivery for message in messages for delivery in message.deliveries]


AS_BASE64 = MAX_INLINE_BYTES // 4 * 3
"""As many bytes as fit a message as base64."""

BODIES = {
    "text": ("Sturm über dem Hafen 🌊".encode(), "text"),
    "line ends": (b"line\r\nline\n\tend", "text"),
    "control": (b"\x01\x02ANPA\x03\x04", "base64"),
    "NUL": (b"\0", "base64"),
    "latin-1": (b"caf\xe9", "base64"),
    "utf-32": (b"\xff\xfe\x00\x00", "base64"),
    "U+FFFE": ("\ufffe".encode(), "base64"),
    "lone surrogate": ("\ud800".encode(errors="surrogatepass"), "base64"),
    "last text": (b"x" * MAX_INLINE_BYTES, "text"),
    "first large text": (b"x" * (MAX_INLINE_BYTES + 1), "s3"),
    "last base64": (b"\0" * AS_BASE64, "base64"),
    "first large base64": (b"\0" * (AS_BASE64 + 1), "s3"),
    "large utf-8": ("é".encode() * MAX_INLINE_BYTES, "s3"),
    "SQS's own limit": (b"x" * (1024 * 1024 + 1), "s3"),
    "like a notification": (
        b'{"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put",'
        b'"s3":{"bucket":{"name":"b"},"object":{"key":"k"}}}]}',
        "base64",
    ),
    "like an envelope": (
        b'{"Type":"Notification","TopicArn":"arn:aws:sns:us-east-1:1:t","Message":"another story"}',
        "base64",
    ),
}


@pytest.mark.parametrize(("body", "encoding"), BODIES.values(), ids=BODIES)
def test_every_byte_comes_back(app: FrozenApp, body: bytes, encoding: str) -> None:
    sent = replace(make_delivery(body), feed="sport", content_type="text/plain; charset=x", terms=Terms(language="de"))
    app.queue.send(sent)
    event = receive(app)
    [record] = event["Records"]
    assert record["messageAttributes"]["encoding"]["stringValue"] == encoding
    assert len(record["messageAttributes"]) <= 10  # SQS takes no more
    assert len(keys("push/")) == (encoding == "s3")
    [message] = app.queue.receive(SQSEvent(event).records)
    assert message.deliveries == (sent,)


def test_what_a_supplier_writes_to_the_queue_needs_no_envelope(app: FrozenApp) -> None:
    boto3.client("sqs").send_message(
        QueueUrl=app.settings.queue_url,
        MessageBody="Harbour reopens",
        MessageAttributes={"supplier": {"DataType": "String", "StringValue": "Example News"}},
    )
    [delivery] = back(app)
    assert isinstance(delivery, Delivery)
    assert (delivery.body, delivery.supplier) == (b"Harbour reopens", "example-news")


def notification(*objects: Mapping[str, object], bucket: str = BUCKET) -> str:
    records = [
        {
            "eventSource": "aws:s3",
            "eventName": "ObjectCreated:Put",
            "s3": {"bucket": {"name": bucket}, "object": stored},
        }
        for stored in objects
    ]
    return json.dumps({"Records": records})


def notify(app: FrozenApp, *object_keys: str) -> None:
    send(app, notification(*({"key": key} for key in object_keys)))


def send(app: FrozenApp, body: str, **attributes: str) -> None:
    boto3.client("sqs").send_message(
        QueueUrl=app.settings.queue_url,
        MessageBody=body,
        MessageAttributes={name: {"DataType": "String", "StringValue": text} for name, text in attributes.items()},
    )


def test_a_file_dropped_into_the_bucket_is_a_delivery_of_its_folders_supplier(app: FrozenApp) -> None:
    boto3.client("s3").put_object(Bucket=BUCKET, Key="drop/Nordwire/a b.txt", Body=b"Harbour", ContentType="text/plain")
    notify(app, "drop/Nordwire/a+b.txt")
    [delivery] = back(app)
    assert isinstance(delivery, Delivery)
    assert (delivery.body, delivery.supplier, delivery.content_type) == (b"Harbour", "nordwire", "text/plain")


def test_a_file_gone_before_it_was_read_is_unopened_and_its_neighbour_is_not(app: FrozenApp) -> None:
    boto3.client("s3").put_object(Bucket=BUCKET, Key="drop/nordwire/there.txt", Body=b"Harbour")
    notify(app, "drop/nordwire/gone.txt", "drop/nordwire/there.txt")
    gone, there = back(app)
    assert isinstance(gone, Unopened)
    assert isinstance(gone.error, DeliveryMissing)
    assert isinstance(there, Delivery)


DROPPED_AT = {
    "drop/nordwire/a.txt": ("nordwire", None),
    "drop/Nord Wire/a.txt": ("nord-wire", None),
    "drop/nordwire/Sport & Spiel/2026/a.txt": ("nordwire", "sport-spiel"),
    "drop/nordwire/mail/0f3k2": ("nordwire", "mail"),
    "drop/nordwire/a+b 50%.txt": ("nordwire", None),
    "drop/nordwire/Sturm über Århus 🌊.txt": ("nordwire", None),
    "drop/a.txt": (None, None),
    "drop//a.txt": (None, None),
    "drop/../raw/a.txt": (None, "raw"),
}


@pytest.mark.parametrize("key", DROPPED_AT)
def test_a_file_is_of_the_supplier_and_the_feed_that_its_folders_name(app: FrozenApp, key: str) -> None:
    boto3.client("s3").put_object(Bucket=BUCKET, Key=key, Body=b"Harbour")
    notify(app, quote_plus(key))
    [delivery] = back(app)
    assert isinstance(delivery, Delivery)
    assert (delivery.body, (delivery.supplier, delivery.feed)) == (b"Harbour", DROPPED_AT[key])


def test_of_an_object_with_versions_the_one_is_read_that_was_told_of(app: FrozenApp) -> None:
    s3 = boto3.client("s3")
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    key = "drop/nordwire/latest.txt"
    first, second = (s3.put_object(Bucket=BUCKET, Key=key, Body=body)["VersionId"] for body in (b"one", b"two"))
    objects = [{"key": key, "versionId": version} for version in (first, second, "no-such-version")]
    boto3.client("sqs").send_message(QueueUrl=app.settings.queue_url, MessageBody=notification(*objects, {"key": key}))
    one, two, gone, latest = back(app)
    assert [isinstance(each, Delivery) and each.body for each in (one, two, latest)] == [b"one", b"two", b"two"]
    assert isinstance(gone, Unopened)
    assert isinstance(gone.error, DeliveryMissing)
    assert stored_objects(gone.delivery.body.decode()) == [StoredObject(BUCKET, key, "no-such-version")]


def test_a_deleted_file_is_missing_though_its_versions_are_kept(app: FrozenApp) -> None:
    s3 = boto3.client("s3")
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    key = "drop/nordwire/mistaken.txt"
    version = s3.put_object(Bucket=BUCKET, Key=key, Body=b"one")["VersionId"]
    s3.delete_object(Bucket=BUCKET, Key=key)
    objects = [{"key": key, "versionId": version}, {"key": key}]
    boto3.client("sqs").send_message(QueueUrl=app.settings.queue_url, MessageBody=notification(*objects))
    missing = back(app)
    assert [isinstance(each, Unopened) and str(each.error) for each in missing] == [
        f"s3://{BUCKET}/{key} was gone before it was read"
    ] * 2


def test_files_that_would_fill_the_memory_come_with_another_event(
    app: FrozenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newswire.queue.BATCH_BYTES", 5)
    files = [f"drop/nordwire/{number}.txt" for number in range(4)]
    for key in files:
        boto3.client("s3").put_object(Bucket=BUCKET, Key=key, Body=b"four")
        notify(app, key)
    opened = back(app)
    assert [isinstance(each, Delivery) for each in opened] == [True, True, False, False]
    assert all(isinstance(each.error, TryLater) for each in opened if isinstance(each, Unopened))
    notify(app, files[3])
    assert [isinstance(each, Delivery) for each in back(app)] == [True], "the next event has room again"


def test_a_version_that_can_be_none_is_missing_and_not_tried_again(app: FrozenApp) -> None:
    refusal = ClientError({"Error": {"Code": "InvalidArgument"}}, "GetObject")
    with patch.object(app.archive._client, "get_object", side_effect=refusal), pytest.raises(DeliveryMissing):
        app.archive.fetch(BUCKET, "drop/nordwire/a.txt", "no version")


NO_FILES = [
    {"key": "drop/nordwire/", "size": 0},
    {"key": "drop/nordwire/"},
    {"key": "drop%2Fnordwire%2F", "size": 0},
    {"key": "drop/nordwire/mail/AMAZON_SES_SETUP_NOTIFICATION", "size": 500},
]


@pytest.mark.parametrize("stored", NO_FILES)
def test_a_marker_of_a_folder_and_the_test_mail_of_ses_are_no_deliveries(
    app: FrozenApp, stored: dict[str, object]
) -> None:
    boto3.client("sqs").send_message(QueueUrl=app.settings.queue_url, MessageBody=notification(stored))
    assert back(app) == []


def test_an_object_over_the_limit_is_not_read(app: FrozenApp) -> None:
    boto3.client("s3").put_object(Bucket=BUCKET, Key="drop/zyx/large", Body=bytes(MAX_DELIVERY_BYTES + 1))
    notify(app, "drop/zyx/large")
    [unopened] = back(app)
    assert isinstance(unopened, Unopened)
    assert isinstance(unopened.error, DeliveryTooLarge)


@pytest.mark.parametrize("name", ["ObjectRemoved:Delete", "LifecycleExpiration:Delete", "ObjectTagging:Put"])
def test_other_notifications_of_s3_are_no_deliveries(app: FrozenApp, name: str) -> None:
    body = notification({"key": "drop/zyx/a"}).replace("ObjectCreated:Put", name)
    boto3.client("sqs").send_message(QueueUrl=app.settings.queue_url, MessageBody=body)
    assert back(app) == []


TOPIC = "arn:aws:sns:us-east-1:123456789012:nordwire"


def from_topic(message: object, kind: str = "Notification", **more: object) -> str:
    return json.dumps({"Type": kind, "MessageId": "m", "TopicArn": TOPIC, "Message": message, **more})


def test_a_story_in_the_envelope_of_a_topic(app: FrozenApp) -> None:
    attributes = {
        "supplier": {"Type": "String", "Value": "Nordwire"},
        "encoding": {"Type": "String", "Value": "base64"},
        "count": {"Type": "Number", "Value": 1},
    }
    body = from_topic("SGFyYm91cg==", MessageAttributes=attributes)
    boto3.client("sqs").send_message(QueueUrl=app.settings.queue_url, MessageBody=body)
    [delivery] = back(app)
    assert isinstance(delivery, Delivery)
    assert (delivery.body, delivery.supplier) == (b"Harbour", "nordwire")


def test_a_notification_of_s3_in_the_envelope_of_a_topic(app: FrozenApp) -> None:
    boto3.client("s3").put_object(Bucket=BUCKET, Key="drop/zyx/a.txt", Body=b"Harbour")
    for message in (notification({"key": "drop/zyx/a.txt"}), '{"Service":"Amazon S3","Event":"s3:TestEvent"}'):
        boto3.client("sqs").send_message(QueueUrl=app.settings.queue_url, MessageBody=from_topic(message))
    [delivery] = back(app)
    assert isinstance(delivery, Delivery)
    assert (delivery.body, delivery.supplier) == (b"Harbour", "zyx")


@pytest.mark.parametrize("kind", ["SubscriptionConfirmation", "UnsubscribeConfirmation"])
def test_what_a_topic_asks_for_is_for_a_person(app: FrozenApp, kind: str) -> None:
    body = from_topic("You have chosen to subscribe", kind, Token="t", SubscribeURL="https://sns.example/confirm")
    boto3.client("sqs").send_message(QueueUrl=app.settings.queue_url, MessageBody=body)
    [unopened] = back(app)
    assert isinstance(unopened, Unopened)
    assert isinstance(unopened.error, NotAStory)
    assert kind in str(unopened.error)
    assert unopened.delivery.body.decode() == body
    app.queue.send(unopened.delivery)  # released, it is the same again
    assert [each.delivery.body for each in back(app) if isinstance(each, Unopened)] == [body.encode()]


@pytest.mark.parametrize(
    "body",
    [
        '{"TopicArn": "x", "Message": "a story of a supplier", "Type": "Notification"}',
        from_topic({"no": "text"}),
        from_topic("a story", "Bulletin"),
        from_topic("a story", MessageAttributes={"supplier": "zyx"}),
        '{"Type": "Notification", "TopicArn": "arn:aws:sns:',
        '["TopicArn"]',
        '{"TopicArn":' + "[" * 100_000,
    ],
)
def test_what_only_looks_like_an_envelope_is_the_delivery(app: FrozenApp, body: str) -> None:
    boto3.client("sqs").send_message(QueueUrl=app.settings.queue_url, MessageBody=body)
    [delivery] = back(app)
    assert isinstance(delivery, Delivery)
    assert delivery.body.decode() == body


@pytest.mark.parametrize("stored", [{"key": f"drop/x{odd}"} for odd in ("", "%00", "%ED%A0%80", "k" * 2000)], ids=str)
def test_an_object_that_can_never_be_read_is_not_tried_for_ever(app: FrozenApp, stored: dict[str, str]) -> None:
    send(app, notification(stored))
    [unopened] = back(app)
    assert isinstance(unopened, Unopened)
    assert isinstance(unopened.error, DeliveryMissing)


FORGED = {
    "another bucket": notification({"key": "drop/x/a"}, bucket="somebody-elses"),
    "no bucket": notification({"key": "drop/x/a"}, bucket="bad bucket!"),
    "an access point": notification({"key": "drop/x/a"}, bucket="arn:aws:s3:us-east-1:123456789012:accesspoint/x"),
    "our own objects": notification({"key": "raw/2026/03/01/10/x.ndjson.gz"}),
    "the configuration": notification({"key": "feeds.json"}),
    "no key": notification({"key": ""}),
    "very many objects": notification(*[{"key": f"drop/x/{number}"} for number in range(MAX_OBJECTS + 1)]),
}


@pytest.mark.parametrize("text", FORGED.values(), ids=FORGED)
def test_a_message_that_points_elsewhere_is_quarantined_and_nothing_is_read(app: FrozenApp, text: str) -> None:
    for key in ("raw/2026/03/01/10/x.ndjson.gz", "feeds.json"):
        boto3.client("s3").put_object(Bucket=BUCKET, Key=key, Body=b"not for the queue to tell")
    send(app, text)
    [unopened] = back(app)
    assert isinstance(unopened, Unopened)
    assert isinstance(unopened.error, MalformedDelivery)


def test_a_pointer_to_what_was_not_pushed_is_quarantined(app: FrozenApp) -> None:
    send(app, '{"key": "feeds.json"}', encoding="s3")
    [unopened] = back(app)
    assert isinstance(unopened, Unopened)
    assert isinstance(unopened.error, MalformedDelivery)


@pytest.mark.parametrize("received", ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "yesterday", ""])
def test_a_time_of_receipt_that_is_none_is_that_of_sqs(app: FrozenApp, received: str) -> None:
    send(app, "Harbour", **({"received": received} if received else {}))
    [delivery] = back(app)
    assert isinstance(delivery, Delivery)
    assert delivery.received.year > 2000


def test_attributes_that_are_no_text_are_passed_over(app: FrozenApp) -> None:
    app.queue.send(make_delivery(b"Harbour"))
    event = receive(app)
    attributes = event["Records"][0]["messageAttributes"]
    attributes["supplier"] = {"dataType": "Binary", "binaryValue": "/w==", "stringListValues": []}
    [message] = app.queue.receive(SQSEvent(event).records)
    [delivery] = message.deliveries
    assert isinstance(delivery, Delivery)
    assert delivery.supplier is None


def test_a_fault_of_ours_keeps_one_message_on_the_queue(app: FrozenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    for body in (b"good", b"bad"):
        app.queue.send(make_delivery(body))

    def decode(message: Delivery, encoding: str) -> Delivery:
        return message if message.body == b"good" else message.nothing  # type: ignore[attr-defined]

    monkeypatch.setattr(app.queue, "_decode", decode)
    opened = {type(delivery): delivery for delivery in back(app)}
    assert set(opened) == {Delivery, Unopened}
    assert isinstance(opened[Unopened].error, TryLater)  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["{", "[]", '{"zone": 1}', "[" * 100_000])
def test_terms_that_cannot_be_read_are_passed_over(app: FrozenApp, text: str) -> None:
    app.queue.send(replace(make_delivery(b"Harbour"), terms=Terms(zone="Asia/Tokyo")))
    event = receive(app)
    event["Records"][0]["messageAttributes"]["terms"]["stringValue"] = text
    [message] = app.queue.receive(SQSEvent(event).records)
    [delivery] = message.deliveries
    assert isinstance(delivery, Delivery)
    assert delivery.terms == Terms()


def test_the_test_event_of_s3_holds_no_delivery(app: FrozenApp) -> None:
    boto3.client("sqs").send_message(
        QueueUrl=app.settings.queue_url, MessageBody='{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"x"}'
    )
    [message] = app.queue.receive(SQSEvent(receive(app)).records)
    assert message.deliveries == ()


@pytest.mark.parametrize(
    ("encoding", "body"), [("base64", "no base64!"), ("s3", "{}"), ("s3", "[]"), ("s3", "x"), ("s3", "[" * 100_000)]
)
def test_a_broken_envelope_is_unopened(app: FrozenApp, encoding: str, body: str) -> None:
    boto3.client("sqs").send_message(
        QueueUrl=app.settings.queue_url,
        MessageBody=body,
        MessageAttributes={"encoding": {"DataType": "String", "StringValue": encoding}},
    )
    [unopened] = back(app)
    assert isinstance(unopened, Unopened)
    assert isinstance(unopened.error, MalformedDelivery)
    assert unopened.delivery.body == body.encode()


def test_a_postponed_message_comes_back_before_the_visibility_timeout(app: FrozenApp) -> None:
    app.queue.send(make_delivery(b"Harbour"))
    messages = app.queue.receive(SQSEvent(receive(app)).records)
    app.queue.postpone(messages)
    attributes = boto3.client("sqs").get_queue_attributes(QueueUrl=app.settings.queue_url, AttributeNames=["All"])
    assert attributes["Attributes"]["ApproximateNumberOfMessagesNotVisible"] == "1"


def test_waits_double_up_to_a_quarter_of_an_hour() -> None:
    assert [retry_ceiling(count) for count in (1, 2, 3)] == [FIRST_RETRY_SECONDS, 10, 20]
    assert retry_ceiling(50) == retry_ceiling(10_000) == LONGEST_RETRY_SECONDS


def test_an_hour_of_outage_takes_fewer_receives_than_the_dead_letter_queue_allows() -> None:
    # half the ceiling is the mean wait; 50 is the template's maxReceiveCount
    assert sum(retry_ceiling(count) / 2 for count in range(1, 50)) > 2 * 3600
