"""Each function's role allows what the function does, and nothing that it does not do.

The handlers run over all that they can meet; what they ask of AWS and of the engine is recorded and held against the
roles of the template, both ways.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from opensearchpy import Transport

import ingest.handler
import lifecycle.handler
import operations.handler
import poll.handler
import push.handler
import search.handler
from infra.local import names
from infra.local.template import Template
from newswire import suppliers
from newswire.delivery import Delivery
from newswire.signature import HEADER, sign
from operations.handler import RELEASE_ROUTE
from push.handler import SIGNED_ROUTE
from tests.conftest import BUCKET, ROOT, Context, FrozenApp, receive
from tests.integration.conftest import SIGNING_KEYS
from tests.unit.ninjs import make_delivery
from tests.unit.stories import NOW, make_story
from tests.web_server import Answer, web_server

HANDLERS: dict[str, Any] = {
    "Ingest": ingest.handler.handler,
    "Push": push.handler.handler,
    "Search": search.handler.handler,
    "Operations": operations.handler.handler,
    "Lifecycle": lifecycle.handler.handler,
    "Poll": poll.handler.handler,
}
OF_LAMBDA = {"logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments", "xray:PutTelemetryRecords"}
"""What Lambda itself does in a function's name: its log, and its traces."""
TAKING_MESSAGES = {"Ingest": {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}}
"""And what it does for functions that it gives messages to."""
ACTIONS = {
    "s3.PutObject": "s3:PutObject",
    "s3.DeleteObject": "s3:DeleteObject",
    "s3.ListObjectsV2": "s3:ListBucket",
    "sqs.SendMessage": "sqs:SendMessage",
    "sqs.GetQueueAttributes": "sqs:GetQueueAttributes",
    "sqs.ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
    "dynamodb.PutItem": "dynamodb:PutItem",
    "dynamodb.DeleteItem": "dynamodb:DeleteItem",
    "secrets-manager.GetSecretValue": "secretsmanager:GetSecretValue",
}
ARCHIVE = "arn:aws:s3:::newswire-archivebucket"
QUEUE = names.arn("sqs", "newswire-StoriesQueue")
DOMAIN = names.arn("es", "domain/newswire")
HOUR = timedelta(hours=1)


@dataclass
class Recorder:
    """What each function asked for: (action, ARN)."""

    used: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    function: str | None = None

    def note(self, action: str, arn: str) -> None:
        if self.function:
            self.used[self.function].add((action, arn))

    def call(self, event_name: str, params: dict[str, Any], **_: Any) -> None:
        """Take note of a request to AWS, before it is sent."""
        operation = event_name.removeprefix("provide-client-params.")
        if operation == "s3.CopyObject":
            self.note("s3:GetObject", f"{ARCHIVE}/{params['CopySource']['Key']}")
            self.note("s3:PutObject", f"{ARCHIVE}/{params['Key']}")
            return
        if operation == "s3.GetObject":
            action = "s3:GetObjectVersion" if params.get("VersionId") else "s3:GetObject"
            self.note(action, f"{ARCHIVE}/{params['Key']}")
        elif operation in ACTIONS:
            service = operation.partition(".")[0]
            arn = {
                "s3": f"{ARCHIVE}/{params['Key']}" if "Key" in params else ARCHIVE,
                "sqs": QUEUE,
                "dynamodb": names.arn("dynamodb", "table/newswire-StateTable"),
                "secrets-manager": names.arn("secretsmanager", f"secret:newswire-{params.get('SecretId')}"),
            }[service]
            self.note(ACTIONS[operation], arn)
        elif self.function:
            raise AssertionError(f"no action is known for {operation}: add it to ACTIONS")

    def answer(self, http_response: Any, **_: Any) -> None:
        """Take note that an object is not there: S3 says so to those alone who may list the bucket."""
        if http_response.status_code == 404:
            self.note("s3:ListBucket", ARCHIVE)

    @contextmanager
    def role(self, function: str) -> Iterator[None]:
        self.function = function
        try:
            yield
        finally:
            self.function = None


@pytest.fixture
def recorder(signing: FrozenApp, monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorder]:
    recorder = Recorder()
    session: Any = boto3.DEFAULT_SESSION
    send = Transport.perform_request

    def perform(self: Any, method: str, url: str, *arguments: Any, **named: Any) -> Any:
        recorder.note(f"es:ESHttp{method.capitalize()}", f"{DOMAIN}{url}")
        return send(self, method, url, *arguments, **named)

    monkeypatch.setattr(Transport, "perform_request", perform)
    session.events.register("provide-client-params", recorder.call)
    session.events.register("after-call.s3.GetObject", recorder.answer)
    yield recorder
    session.events.unregister("provide-client-params", recorder.call)
    session.events.unregister("after-call.s3.GetObject", recorder.answer)


@dataclass
class Run:
    """The functions, each under its own role."""

    app: FrozenApp
    recorder: Recorder

    def call(self, function: str, event: dict[str, Any], app: FrozenApp | None = None) -> Any:
        with self.recorder.role(function):
            return HANDLERS[function](event, Context(), app or self.app)

    def deliver(self, *deliveries: Delivery) -> None:
        for delivery in deliveries:
            self.app.queue.send(delivery)
        self.call("Ingest", receive(self.app))

    def ask(self, path: str, query: str = "", **path_parameters: str) -> Any:
        http = {"method": "GET", "path": path}
        event: dict[str, Any] = {
            "version": "2.0", "routeKey": "", "rawPath": path, "rawQueryString": query, "headers": {},
            "requestContext": {"http": http, "requestId": "r", "stage": "$default"}, "isBase64Encoded": False,
        }  # fmt: skip
        if path_parameters:
            event["pathParameters"] = path_parameters
        return self.call("Search", event)

    def push(self, body: bytes, header: str | None = None, app: FrozenApp | None = None) -> Any:
        http = {"method": "POST", "path": "/v1/stories"}
        return self.call(
            "Push",
            {
                "version": "2.0", "routeKey": SIGNED_ROUTE if header else "POST /v1/stories", "rawPath": "",
                "rawQueryString": "", "headers": {HEADER.lower(): header} if header else {}, "body": body.decode(),
                "requestContext": {"http": http, "requestId": "r", "stage": "$default"}, "isBase64Encoded": False,
            },
            app,
        )  # fmt: skip


def _ingest(run: Run) -> None:
    app, soon = run.app, (NOW + HOUR).isoformat()
    s3 = boto3.client("s3")
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    version, _ = (
        s3.put_object(Bucket=BUCKET, Key="drop/ena/x.json", Body=make_delivery(uri=uri).body)["VersionId"]
        for uri in ("urn:x:drop", "urn:x:written-over")
    )
    for key, which in (("drop/ena/x.json", version), ("drop/ena/x.json", None), ("drop/ena/gone.json", None)):
        stored = {"key": key, **({"versionId": which} if which else {})}
        notice = {
            "eventSource": "aws:s3",
            "eventName": "ObjectCreated:Put",
            "s3": {"bucket": {"name": BUCKET}, "object": stored},
        }
        boto3.client("sqs").send_message(QueueUrl=app.settings.queue_url, MessageBody=json.dumps({"Records": [notice]}))
    run.deliver(make_delivery(delivery_id="1", slugline="Storm"), make_delivery(b'{"uri": "x', delivery_id="poison"))
    run.deliver(make_delivery(delivery_id="2", uri="urn:x:large", expires=soon, bodies=[{"value": "Gulls. " * 40_000}]))
    run.deliver(make_delivery(delivery_id="3", uri="urn:x:late", embargoed=soon))
    run.deliver(
        make_delivery(delivery_id="4", uri="urn:x:old", version="2"), make_delivery(delivery_id="5", uri="urn:x:old")
    )
    run.deliver(make_delivery(delivery_id="6", uri="urn:x:old", version="3", pubStatus="canceled"))
    notice_body = [{"value": "Kill the story slugged STORM. It is wrong."}]
    run.deliver(
        make_delivery(delivery_id="7", uri="urn:x:n", headlines=[{"value": "BULLETIN KILL"}], bodies=notice_body)
    )
    away = FrozenApp(replace(app.settings, opensearch_url="http://127.0.0.1:1"))
    app.queue.send(make_delivery(delivery_id="8", uri="urn:x:away"))
    assert run.call("Ingest", receive(app), away)["batchItemFailures"]


def _push(run: Run) -> None:
    body = b"Harbour\n\nIt reopened."
    assert run.push(body)["statusCode"] == 202
    assert run.push(b"Large\n\n" + b"It is large. " * 30_000)["statusCode"] == 202
    header = sign(SIGNING_KEYS["ena"].encode(), "ena", None, body, run.app.now())
    assert run.push(body, header)["statusCode"] == 202
    assert run.push(body, header)["statusCode"] == 401
    gone = FrozenApp(replace(run.app.settings, queue_url="http://127.0.0.1:1/none"))
    header = sign(SIGNING_KEYS["ena"].encode(), "ena", None, body, run.app.now() + timedelta(seconds=1))
    with pytest.raises(ClientError):
        run.push(body, header, gone)


def _search(run: Run) -> None:
    run.app.engine.refresh(run.app.index.stories)
    story = "ena:urn:x:old"
    for path, query in (
        ("/healthz", ""), ("/v1/stories", "q=harbour&facets=topic,person"), ("/v1/feed.rss", ""), ("/v1/changes", ""),
        ("/openapi.json", ""), ("/", ""),
    ):  # fmt: skip
        assert run.ask(path, query)["statusCode"] == 200, path
    for path in (story, f"{story}/versions", f"{story}/versions/1", f"{story}/diff"):
        assert run.ask(f"/v1/stories/{path}", id=path)["statusCode"] in (200, 400, 404, 410), path


def _operations(run: Run) -> None:
    """A report with a feed that was polled, and releases: of a large delivery, and of one that was half released."""
    app = run.app
    large = make_delivery(b'{"uri": "urn:x:1", "headlines": "' + b"Gulls. " * 40_000, delivery_id="large")
    run.deliver(large)
    [key] = [key for key in app.archive.quarantined() if "large" in key]
    app.archive.move(key, key.replace("quarantine/", "release/", 1))
    feeds = [{"name": "f", "url": "https://feeds.example/f"}]
    boto3.client("s3").put_object(Bucket=BUCKET, Key="feeds.json", Body=json.dumps({"feeds": feeds}))
    claims = {"authorizer": {"jwt": {"claims": {"scope": "operations"}, "scopes": None}}}
    asked = (("GET /v1/operations", None), (RELEASE_ROUTE, "large"), (RELEASE_ROUTE, "poison"))
    for route, delivery in asked:
        event = {"routeKey": route, "requestContext": claims, "pathParameters": {"id": delivery}}
        assert run.call("Operations", event)["statusCode"] in (200, 202), (route, delivery)
    boto3.client("s3").delete_object(Bucket=BUCKET, Key="feeds.json")


def _lifecycle(run: Run) -> None:
    """Embargoes end, stories and quarantined deliveries expire, tags are missing, and the time is up early."""
    app = run.app
    broken = replace(make_delivery(b'{"uri": "urn:x:1", "headlines": "Gulls'), supplier="zyx")
    run.deliver(*(replace(broken, id=name, body=broken.body + name.encode()) for name in ("stays", "released")))
    [released] = [key for key in app.archive.quarantined() if "released" in key]
    app.archive.move(released, released.replace("quarantine/", "release/", 1))
    app.index.write([make_story(guid="untagged")])
    app.clock = NOW + HOUR * 2
    app.engine.refresh(app.index.stories)
    done = run.call("Lifecycle", {})
    assert all(done.values()), done
    with run.recorder.role("Lifecycle"):
        HANDLERS["Lifecycle"]({}, Context(seconds_left=5), app)


def _poll(run: Run) -> None:
    with web_server() as web:
        web.answers["/f"] = Answer(
            b"<rss version='2.0'><channel><title>F</title>"
            b"<item><guid>urn:f:1</guid><title>Ferry</title></item></channel></rss>"
        )
        large = "".join(
            f"<item><guid>urn:g:{n}</guid><title>Ferry {n}</title><description>{'It sails. ' * 90}</description></item>"
            for n in range(300)
        )
        web.answers["/g"] = Answer(f"<rss version='2.0'><channel><title>G</title>{large}</channel></rss>".encode())
        run.call("Poll", {})
        feeds = [
            {"name": name, "url": f"{web.url}/{name}", "private": True, "identified": name == "f"}
            for name in ("f", "g")
        ]
        boto3.client("s3").put_object(Bucket=BUCKET, Key="feeds.json", Body=json.dumps({"feeds": feeds}))
        boto3.client("secretsmanager").create_secret(Name="FeedHeaders", SecretString='{"f": {"x-api-key": "sesame"}}')
        run.app.settings = replace(run.app.settings, feed_headers="FeedHeaders")
        assert {each["outcome"] for each in run.call("Poll", {})["feeds"]} == {"new"}


def _pattern(arn: str) -> re.Pattern[str]:
    return re.compile("".join(".*" if part == "*" else re.escape(part) for part in re.split(r"(\*)", arn)))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _granted(template: Template, function: str) -> set[tuple[str, str]]:
    """Return what a function's role allows: (action, ARN with wildcards)."""
    role = template.resources[f"{function}Role"]
    return {
        (action, arn)
        for policy in role.get("Policies")
        for statement in policy["PolicyDocument"]["Statement"]
        for action in _as_list(statement["Action"])
        for arn in _as_list(statement["Resource"])
        if action not in OF_LAMBDA | TAKING_MESSAGES.get(function, set())
    }


def test_roles_allow_what_functions_do_and_nothing_else(
    signing: FrozenApp, recorder: Recorder, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suppliers, "retention", {"zyx": HOUR}.get)
    run = Run(signing, recorder)
    for use in (_ingest, _push, _search, _operations, _lifecycle, _poll):
        use(run)
    parameters = {"IndexPrefix": prefix, "OpenSearchEndpoint": "https://engine.example"}
    template = Template(ROOT / "infra" / "template.yaml", parameters, "http://127.0.0.1:1")
    problems = []
    for function in HANDLERS:
        granted, used = _granted(template, function), recorder.used[function]
        refused = [
            each
            for each in used
            if not any(each[0] == action and _pattern(arn).fullmatch(each[1]) for action, arn in granted)
        ]
        problems += [f"the role of {function} does not allow {each}" for each in sorted(refused)]
        idle = [
            (action, arn)
            for action, arn in granted
            if not any(action == a and _pattern(arn).fullmatch(r) for a, r in used)
        ]
        problems += [f"{function} does not need {each}" for each in sorted(idle)]
    assert not problems, "\n".join(problems)
