"""`newswire deploy`, `status`, `pause` and `resume`, on moto and the real engine."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from click.testing import CliRunner, Result
from moto.cloudformation.models import cloudformation_backends
from samtranslator.yaml_helper import yaml_parse

from infra.cloud import deployment
from infra.cloud.artifacts import Artifacts
from infra.cloud.change_set import Change, ChangeSet
from infra.cloud.errors import (
    BucketRefused,
    DeploymentFailed,
    MappingStuck,
    NoCredentials,
    NoRegion,
    NoStack,
    StackBusy,
    StackUnusable,
)
from infra.cloud.health import look
from infra.cloud.mappings import turn
from infra.cloud.stack import QUEUE, Stack
from infra.cloud.translation import TEMPLATE, translate
from infra.local.template import TemplateRefused
from infra.package.build import Package
from tests.conftest import REGION

pytestmark = pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")  # of what moto does not have

ACCOUNT = "123456789012"
NO_ENGINE = {"OpenSearchEndpoint": "http://127.0.0.1:1", "OpenSearchService": ""}


@pytest.fixture
def package(tmp_path: Path) -> Package:
    path = tmp_path / "newswire.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ingest/handler.py", "def handler(event, context): pass")
    return Package(path, "0123456789ab", Counter({"ingest": 33}))


@pytest.fixture
def stack(aws: None, package: Package) -> Stack:
    """A stack that is deployed, with an engine that nobody reaches."""
    stack = Stack("newswire")
    list(deployment.prepare(stack, package, NO_ENGINE).execute())
    return stack


@pytest.fixture
def newswire(aws: None, package: Package, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Call a command: newswire("deploy", "--yes"); what is deployed is a small package."""
    monkeypatch.setattr(import_module("infra.local.commands.deploy"), "build", lambda _: package)
    monkeypatch.chdir(tmp_path)

    def call(command: str, *arguments: str) -> Result:
        module = import_module(f"infra.local.commands.{command}")
        return CliRunner().invoke(getattr(module, command), arguments)

    return call


def _moto_stack(name: str = "newswire") -> Any:
    return cloudformation_backends[ACCOUNT][REGION].get_stack(name)


def test_a_stack_is_deployed_looked_at_paused_and_resumed(
    newswire: Any, engine_url: str, prefix: str, engine: Any
) -> None:
    of_engine = ["--parameter", f"OpenSearchEndpoint={engine_url}", "--parameter", "OpenSearchService="]
    done = newswire("deploy", *of_engine, "--parameter", f"IndexPrefix={prefix}d-")
    assert done.exit_code == 0, done.output
    assert "Add IngestFunction AWS::Lambda::Function" in done.output
    assert "index stories was made" in done.output
    assert engine.indices.exists_alias(name=f"{prefix}d-stories")

    shown = json.loads(newswire("status", "--json").output)
    assert shown["status"] == "CREATE_COMPLETE"
    assert shown["mappings"] == {"IngestFunctionStories": "Enabled"}
    assert shown["engine"] in ("green", "yellow")

    assert "paused" in newswire("pause").output
    assert "Disabled" in newswire("status").output
    assert newswire("resume").exit_code == 0
    assert json.loads(newswire("status", "--json").output)["mappings"] == {"IngestFunctionStories": "Enabled"}

    again = newswire("deploy")
    assert again.exit_code == 0, again.output
    assert "was made" not in again.output
    kept = {each["ParameterKey"]: each["ParameterValue"] for each in Stack("newswire").describe()["Parameters"]}
    assert kept["IndexPrefix"] == f"{prefix}d-"


def test_status_tells_of_queues_and_dead_letters(stack: Stack) -> None:
    turn(stack, on=False)  # moto would call the function within the send
    queues = stack.resources(QUEUE)
    sqs = boto3.client("sqs")
    for name, count in (("StoriesQueue", 3), ("StoriesDeadLetterQueue", 2)):
        for number in range(count):
            sqs.send_message(QueueUrl=queues[name], MessageBody=str(number))
    health = look(stack)
    found = {each.name: (each.waiting, each.dead_letters) for each in health.queues}
    assert found["StoriesDeadLetterQueue"] == (2, True)
    assert found["StoriesQueue"] == (3, False)
    assert "does not answer" in health.engine


def test_status_names_the_alarms_that_ring(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    cloudwatch = boto3.client("cloudwatch")
    for name in ("newswire-Errors-1", "newswire-Age-2"):
        cloudwatch.put_metric_alarm(
            AlarmName=name,
            MetricName="m",
            Namespace="n",
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanThreshold",
        )
    cloudwatch.set_alarm_state(AlarmName="newswire-Age-2", StateValue="ALARM", StateReason="test")
    real = stack.resources
    alarms = {"Errors": "newswire-Errors-1", "Age": "newswire-Age-2"}
    monkeypatch.setattr(stack, "resources", lambda kind: alarms if kind.endswith("Alarm") else real(kind))
    health = look(stack)
    assert (health.alarms, health.alarmed) == (2, ["Age"])


def test_the_bucket_for_packages_is_made_once_closed_and_holds_a_package_once(aws: None) -> None:
    s3 = boto3.client("s3")
    artifacts = Artifacts(s3, ACCOUNT, REGION)
    assert artifacts.bucket == f"newswire-artifacts-{ACCOUNT}-{REGION}"
    assert artifacts.put_new("a.zip", b"one") == f"s3://{artifacts.bucket}/a.zip"
    Artifacts(s3, ACCOUNT, REGION).put_new("a.zip", b"two")
    assert s3.get_object(Bucket=artifacts.bucket, Key="a.zip")["Body"].read() == b"one"
    closed = s3.get_public_access_block(Bucket=artifacts.bucket)["PublicAccessBlockConfiguration"]
    assert set(closed.values()) == {True}
    assert artifacts.url("a.zip").startswith("https://")
    assert "?" not in artifacts.url("a.zip")


def test_a_bucket_elsewhere_is_made_in_its_region(aws: None) -> None:
    Artifacts(boto3.client("s3", region_name="eu-central-1"), ACCOUNT, "eu-central-1")
    where = boto3.client("s3").get_bucket_location(Bucket=f"newswire-artifacts-{ACCOUNT}-eu-central-1")
    assert where["LocationConstraint"] == "eu-central-1"


def test_a_bucket_that_is_named_is_never_made(aws: None) -> None:
    with pytest.raises(BucketRefused, match="there is no bucket mine"):
        Artifacts(boto3.client("s3"), ACCOUNT, REGION, "mine")


def test_a_bucket_of_another_account_is_refused(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="mine")
    answer: Any = {"ResponseMetadata": {"HTTPStatusCode": 403}, "Error": {}}
    refused = s3.exceptions.ClientError(answer, "HeadBucket")
    asked: list[dict[str, str]] = []

    def head(**parameters: str) -> None:
        asked.append(parameters)
        raise refused

    monkeypatch.setattr(s3, "head_bucket", head)
    with pytest.raises(BucketRefused, match=r"bucket mine is not yours to use \(403\)"):
        Artifacts(s3, ACCOUNT, REGION, "mine")
    assert asked == [{"Bucket": "mine", "ExpectedBucketOwner": ACCOUNT}]


def test_a_template_has_its_code_in_s3_and_keeps_its_parameters() -> None:
    body = json.loads(translate("s3://bucket/code.zip", boto3.Session(region_name=REGION)))
    functions = [each["Properties"] for each in body["Resources"].values() if each["Type"] == "AWS::Lambda::Function"]
    assert {(each["Code"]["S3Bucket"], each["Code"]["S3Key"]) for each in functions} == {("bucket", "code.zip")}
    assert body["Parameters"].keys() == yaml_parse(TEMPLATE.read_text())["Parameters"].keys()
    # A parameter that were filled in here would keep its default for ever, whatever the stack's value is.
    used = json.dumps(body["Resources"])
    for name in body["Parameters"]:
        assert f'{{"Ref": "{name}"}}' in used or f"${{{name}}}" in used or name in json.dumps(body["Conditions"]), name
    assert "Transform" not in body
    assert (
        translate("s3://bucket/code.zip", boto3.Session(region_name=REGION))
        == json.dumps(body, indent=1, sort_keys=True).encode()
    )


def test_a_template_of_another_partition_names_its_own(tmp_path: Path) -> None:
    body = translate("s3://bucket/code.zip", boto3.Session(region_name="cn-north-1")).decode()
    assert "arn:aws:" not in body


def test_a_template_that_is_no_sam_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "template.yaml"
    path.write_text(
        TEMPLATE.read_text().replace(
            "    Type: AWS::Serverless::HttpApi\n    Properties:",
            "    Type: AWS::Serverless::HttpApi\n    Properties:\n      Wrong: 1",
        )
    )
    with pytest.raises(TemplateRefused, match="Wrong"):
        translate("s3://bucket/code.zip", boto3.Session(region_name=REGION), path)


def test_a_parameter_that_the_template_does_not_have_is_refused_before_anything_is_made(
    aws: None, package: Package
) -> None:
    with pytest.raises(TemplateRefused, match="the template has no parameter Colour; it has "):
        deployment.prepare(Stack("newswire"), package, {"Colour": "red"})
    assert boto3.client("s3").list_buckets()["Buckets"] == []


def test_nothing_to_change_is_no_error(stack: Stack, package: Package, newswire: Any) -> None:
    change_set = deployment.prepare(stack, package, {})
    assert change_set.changes == []


def test_a_dry_run_leaves_no_stack_behind(newswire: Any) -> None:
    done = newswire("deploy", "--dry-run", *(f"--parameter={name}={value}" for name, value in NO_ENGINE.items()))
    assert done.exit_code == 0, done.output
    assert "Add StoriesQueue AWS::SQS::Queue" in done.output
    assert Stack("newswire").find() is None


@pytest.mark.parametrize(
    ("status", "error"),
    [("ROLLBACK_COMPLETE", StackUnusable), ("UPDATE_IN_PROGRESS", StackBusy), ("DELETE_IN_PROGRESS", StackBusy)],
)
def test_a_stack_that_takes_no_change_is_left_alone(
    stack: Stack, package: Package, status: str, error: type[Exception]
) -> None:
    _moto_stack().status = status
    with pytest.raises(error, match=f"stack newswire is {status}"):
        deployment.prepare(stack, package, {})


class _CloudFormation:
    """Answers as CloudFormation does where moto never fails: one list of answers an operation, the last one again."""

    def __init__(self, **answers: list[dict[str, Any]]) -> None:
        self.answers = answers
        self.called: list[str] = []

    def __getattr__(self, operation: str) -> Any:
        def call(**_: Any) -> dict[str, Any]:
            self.called.append(operation)
            waiting = self.answers.get(operation, [{}])
            return waiting.pop(0) if len(waiting) > 1 else waiting[0]

        return call

    def get_paginator(self, operation: str) -> Any:
        return type("Pages", (), {"paginate": lambda _, **__: iter([getattr(self, operation)()])})()


@pytest.fixture
def failing(aws: None, monkeypatch: pytest.MonkeyPatch) -> tuple[Stack, _CloudFormation]:
    stack = Stack("newswire")
    fake = _CloudFormation(
        describe_stacks=[{"Stacks": [{"StackStatus": "CREATE_COMPLETE", "Parameters": []}]}],
        create_change_set=[{"Id": "c1"}],
    )
    monkeypatch.setitem(stack.__dict__, "cloudformation", fake)
    return stack, fake


def _change_set(stack: Stack) -> ChangeSet:
    return ChangeSet(stack, "https://bucket/template", {}, set(), pause=lambda _: None)


def test_a_change_that_cloudformation_refuses_is_one_line_and_dropped(failing: tuple[Stack, _CloudFormation]) -> None:
    stack, fake = failing
    fake.answers["describe_change_set"] = [
        {"Status": "CREATE_IN_PROGRESS"},
        {"Status": "FAILED", "StatusReason": "Parameter X is bad"},
    ]
    with pytest.raises(DeploymentFailed, match=r"^CloudFormation refuses the change: Parameter X is bad$"):
        _change_set(stack)
    assert "delete_change_set" in fake.called
    assert "delete_stack" not in fake.called


def test_up_to_date_is_told_from_failure(failing: tuple[Stack, _CloudFormation]) -> None:
    stack, fake = failing
    reason = "The submitted information didn't contain changes. Submit different information to create a change set."
    fake.answers["describe_change_set"] = [{"Status": "FAILED", "StatusReason": reason}]
    assert _change_set(stack).needed is False


def test_a_failed_deployment_says_what_failed_first(failing: tuple[Stack, _CloudFormation]) -> None:
    stack, fake = failing
    change = {"Action": "Modify", "LogicalResourceId": "Q", "ResourceType": "AWS::SQS::Queue", "Replacement": "True"}
    fake.answers["describe_change_set"] = [
        {"Status": "CREATE_COMPLETE", "Changes": [{"ResourceChange": change}], "NextToken": "2"},
        {"Status": "CREATE_COMPLETE", "Changes": [{"ResourceChange": {**change, "Action": "Remove"}}]},
    ]
    change_set = _change_set(stack)
    assert change_set.changes == [
        Change("Modify", "Q", "AWS::SQS::Queue", replaced=True),
        Change("Remove", "Q", "AWS::SQS::Queue", replaced=True),
    ]
    fake.answers["describe_stacks"] = [
        {"Stacks": [{"StackStatus": "UPDATE_IN_PROGRESS"}]},
        {"Stacks": [{"StackStatus": "UPDATE_ROLLBACK_COMPLETE"}]},
    ]
    old = {"EventId": "0", "LogicalResourceId": "Old", "ResourceStatus": "CREATE_FAILED"}
    first = {
        "EventId": "1",
        "LogicalResourceId": "Q",
        "ResourceStatus": "UPDATE_FAILED",
        "ResourceStatusReason": "too big",
    }
    second = {"EventId": "2", "LogicalResourceId": "R", "ResourceStatus": "UPDATE_FAILED"}
    fake.answers["describe_stack_events"] = [{"StackEvents": [old]}, {"StackEvents": [second, first, old]}]
    told: list[str] = []
    with pytest.raises(DeploymentFailed, match=r"^stack newswire is UPDATE_ROLLBACK_COMPLETE: Q: too big$"):
        told += change_set.execute()
    assert "Old" not in "".join(told)


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        (Change("Add", "A", "t", replaced=False), False),
        (Change("Modify", "A", "t", replaced=False), False),
        (Change("Modify", "A", "t", replaced=True), True),
        (Change("Remove", "A", "t", replaced=False), True),
    ],
)
def test_what_destroys_something_needs_a_yes(
    newswire: Any, stack: Stack, monkeypatch: pytest.MonkeyPatch, change: Change, asked: bool
) -> None:
    calls: list[str] = []

    class Made:
        needed = True
        changes = (change,)

        def drop(self) -> None:
            calls.append("drop")

        def execute(self) -> list[str]:
            calls.append("execute")
            return []

    monkeypatch.setattr(deployment, "prepare", lambda *_: Made())
    monkeypatch.setattr(deployment, "make_indices", lambda _: [])
    done = newswire("deploy")
    assert calls == (["drop"] if asked else ["execute"])
    assert ("add --yes" in done.output) is asked
    calls.clear()
    assert newswire("deploy", "--yes").exit_code == 0
    assert calls == ["execute"]


def test_a_mapping_that_does_not_change_is_said(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    client = boto3.client("lambda")
    monkeypatch.setattr(client, "update_event_source_mapping", lambda **_: None)
    monkeypatch.setattr(stack, "client", lambda _: client)
    with pytest.raises(MappingStuck, match="IngestFunctionStories is still Enabled after 180 s"):
        turn(stack, on=False, pause=lambda _: None)


@pytest.mark.parametrize("command", ["status", "pause", "resume"])
def test_a_stack_that_is_not_there_is_one_line(newswire: Any, command: str) -> None:
    done = newswire(command, "--stack", "nowhere")
    assert isinstance(done.exception, NoStack)
    assert str(done.exception).startswith(f"there is no stack nowhere in {REGION}")


def test_without_a_region_the_line_says_what_to_set(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_DEFAULT_REGION", "AWS_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    with pytest.raises(NoRegion) as refused:
        Stack("newswire")
    found = re.search(r"export (\w+)=(\S+),", str(refused.value))
    assert found, refused.value
    monkeypatch.setenv(found[1], found[2])
    assert Stack("newswire").region == found[2], "boto3 knows AWS_DEFAULT_REGION only"


def test_without_credentials_the_line_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/dev/null")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    with pytest.raises(NoCredentials, match="export AWS_PROFILE"):
        Stack("newswire")


def test_a_mistake_is_told_before_the_package_is_built(newswire: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[object] = []
    monkeypatch.setattr(import_module("infra.local.commands.deploy"), "build", built.append)
    assert isinstance(newswire("deploy", "--parameter", "Colour=red").exception, TemplateRefused)
    monkeypatch.setattr(Stack, "client", _expired)
    assert isinstance(newswire("deploy").exception, ClientError)
    assert built == []


def _expired(*_: object) -> Any:
    raise ClientError({"Error": {"Code": "ExpiredToken", "Message": "The token is expired"}}, "GetCallerIdentity")


def test_a_parameter_is_a_name_and_a_value(newswire: Any) -> None:
    done = newswire("deploy", "--parameter", "LogLevel")
    assert done.exit_code == 2
    assert "'LogLevel' is not NAME=VALUE" in done.output
