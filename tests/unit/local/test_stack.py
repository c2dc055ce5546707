"""The whole local stack, from a template with small handlers of its own."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.local.errors import LocalError, PortInUse
from infra.local.intrinsics import IntrinsicRefused
from infra.local.invocation import HandlerRaised, InitFailed
from infra.local.stack import Stack, UnknownResource
from infra.local.template import TemplateRefused
from tests.unit.local import handlers

TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Parameters:
  Greeting: {Type: String, Default: hello}
  Engine: {Type: String, Default: ""}
Conditions:
  OwnEngine: !Equals [!Ref Engine, ""]
Globals:
  Function: {Runtime: python3.13, CodeUri: code, Timeout: 10}
Resources:
  Work:
    Type: AWS::SQS::Queue
    Properties: {RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 2}, VisibilityTimeout: 1}
  Dead: {Type: AWS::SQS::Queue}
  Domain: {Type: AWS::OpenSearchService::Domain, Condition: OwnEngine}
  Done: {Type: AWS::S3::Bucket}
  Api: {Type: AWS::Serverless::HttpApi}
  Push:
    Type: AWS::Serverless::Function
    Properties:
      Handler: sample.push
      Environment: {Variables: {QUEUE_URL: !Ref Work, GREETING: !Ref Greeting}}
      Events:
        Post: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: POST, Path: /things}}
  Take:
    Type: AWS::Serverless::Function
    Properties:
      Handler: sample.take
      Environment: {Variables: {BUCKET: !Ref Done}}
      Events:
        Queue:
          Type: SQS
          Properties:
            Queue: !GetAtt Work.Arn
            BatchSize: 10
            MaximumBatchingWindowInSeconds: 1
            FunctionResponseTypes: [ReportBatchItemFailures]
"""

SOURCE = """
    import os
    import boto3

    def push(event, context):
        boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE_URL"], MessageBody=event["body"])
        return {"statusCode": 202, "body": os.environ["GREETING"]}

    def take(event, context):
        s3 = boto3.client("s3")
        records = event["Records"]
        for record in records:
            s3.put_object(Bucket=os.environ["BUCKET"], Key=record["body"], Body=str(len(records)).encode())
        return {"batchItemFailures": [{"itemIdentifier": r["messageId"]} for r in records if r["body"] == "bad"]}

    def read(event, context):
        return {"thing": event["pathParameters"]["id"]}

    def fail(event, context):
        raise ValueError("never")
"""

Prepare = Callable[..., Stack]


@pytest.fixture
def prepare(tmp_path: Path) -> Iterator[Prepare]:
    handlers.write(tmp_path / "code", "sample.py", SOURCE)
    stacks: list[Stack] = []

    def prepare(template: str = TEMPLATE, **settings: Any) -> Stack:
        path = tmp_path / "template.yaml"
        path.write_text(template)
        stacks.append(Stack(path, **{"port": 0, "log_dir": tmp_path / "logs", **settings}))
        return stacks[-1]

    yield prepare
    for stack in stacks:
        stack.stop()


def _keys(stack: Stack) -> dict[str, int]:
    """What the queue's function has taken, and in batches of which size."""
    s3 = stack.client("s3")
    keys = [found["Key"] for found in s3.list_objects_v2(Bucket=stack.bucket("Done")).get("Contents", [])]
    sizes = {key: int(s3.get_object(Bucket=stack.bucket("Done"), Key=key)["Body"].read()) for key in keys}
    s3.close()
    return sizes


def _count(stack: Stack, queue: str) -> int:
    sqs = stack.client("sqs")
    name = "ApproximateNumberOfMessages"
    attributes = sqs.get_queue_attributes(QueueUrl=stack.queue_url(queue), AttributeNames=[name])["Attributes"]
    sqs.close()
    return int(attributes[name])


def test_a_push_goes_through_the_queue_to_the_bucket(prepare: Prepare, tmp_path: Path) -> None:
    with prepare(parameters={"Greeting": "good morning", "Engine": "http://engine"}) as stack:
        answers = [httpx.post(f"{stack.url}/things", content=body) for body in ("one", "two", "bad")]
        assert [(answer.status_code, answer.text) for answer in answers] == [(202, "good morning")] * 3
        handlers.wait_until(lambda: _count(stack, "Dead") == 1)
        assert set(_keys(stack)) == {"one", "two", "bad"}
        assert httpx.get(f"{stack.url}/things").status_code == 404
        assert stack.invoke("Take", {"Records": []}) == {"batchItemFailures": []}
        with pytest.raises(UnknownResource, match="the template has no function Nope; it has Push, Take"):
            stack.invoke("Nope", {})
        with pytest.raises(UnknownResource, match="the template has no queue Done; it has Work, Dead"):
            stack.queue_url("Done")
        with pytest.raises(UnknownResource, match="the template has no bucket Work; it has Done"):
            stack.bucket("Work")
    assert sorted(path.name for path in (tmp_path / "logs").iterdir()) == ["Push.log", "Take.log", "gateway.log"]
    with pytest.raises(httpx.ConnectError):
        httpx.get(stack.url)


def test_what_the_template_changes_changes_here(prepare: Prepare) -> None:
    changed = TEMPLATE.replace("BatchSize: 10", "BatchSize: 2").replace("Path: /things", "Path: /other").replace(
        "GREETING: !Ref Greeting", "GREETING: !Sub '${Greeting} ${Done}'"
    )  # fmt: skip
    changed += """
  Read:
    Type: AWS::Serverless::Function
    Properties:
      Handler: sample.read
      Events:
        Get: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: "/read/{id+}"}}
  Fail: {Type: AWS::Serverless::Function, Properties: {Handler: sample.fail}}
"""
    with prepare(changed) as stack:
        sqs = stack.client("sqs")
        entries = [{"Id": str(n), "MessageBody": f"m{n}"} for n in range(6)]
        sqs.send_message_batch(QueueUrl=stack.queue_url("Work"), Entries=entries)
        sqs.close()
        assert httpx.get(f"{stack.url}/read/a/b%20c").json() == {"thing": "a/b c"}
        assert httpx.post(f"{stack.url}/other", content="x").text == "hello newswire-done"
        assert httpx.post(f"{stack.url}/things", content="x").status_code == 404
        with pytest.raises(HandlerRaised, match="ValueError: never"):
            stack.invoke("Fail", {})
        handlers.wait_until(lambda: len(_keys(stack)) == 7)
        assert max(_keys(stack).values()) == 2


def test_a_mapping_that_is_not_enabled_does_not_poll(prepare: Prepare) -> None:
    with prepare(TEMPLATE.replace("BatchSize: 10", "Enabled: false")) as stack:
        httpx.post(f"{stack.url}/things", content="x")
        assert stack._pollers == []
        assert _count(stack, "Work") == 1


def test_stop_is_quick_and_can_be_repeated_and_the_next_start_is_empty(prepare: Prepare) -> None:
    before = _children()
    stack = prepare()
    stack.start()
    httpx.post(f"{stack.url}/things", content="x")
    assert len(_children() - before) == 2
    started = time.monotonic()
    stack.stop()
    stack.stop()
    assert time.monotonic() - started < 3
    assert _children() <= before
    with stack:
        assert httpx.get(f"{stack.url}/things").status_code == 404
        assert _keys(stack) == {}


@pytest.mark.parametrize(
    ("template", "parameters", "error", "reason"),
    [
        (
            TEMPLATE.replace("sample.take", "sample.gone"),
            {},
            InitFailed,
            "Take does not start: .*'gone' missing.*Take.log",
        ),
        (TEMPLATE.replace("!Ref Greeting}}", "!GetAtt Domain.Arn}}"), {}, IntrinsicRefused, "Push.Environment.*Domain"),
        (TEMPLATE, {"Nope": "x"}, TemplateRefused, "no parameter Nope"),
        (TEMPLATE.replace("Dead: {Type", "Gone: {Type"), {}, IntrinsicRefused, "Work.RedrivePolicy.*Dead is neither"),
    ],
)
def test_a_stack_that_cannot_start_leaves_nothing_running(
    prepare: Prepare, template: str, parameters: dict[str, str], error: type[LocalError], reason: str
) -> None:
    before = _children()
    with pytest.raises(error, match=reason) as caught:
        prepare(template, parameters=parameters).start()
    assert "\n" not in str(caught.value)
    assert _children() <= before


def test_a_port_in_use_is_found_before_anything_is_started(prepare: Prepare) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse, match=f"port {port} is in use"):
            prepare("no template at all", port=port).start()


def _children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())
