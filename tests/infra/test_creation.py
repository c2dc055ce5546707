"""The translated template makes a stack, on moto's CloudFormation."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import boto3
import pytest

from tests.infra.house_rules import Document

pytestmark = pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")  # of what moto does not have

LEFT_OUT = {
    "AWS::ApiGatewayV2::Api": "moto's CloudFormation does not know it; its routes are looked at in test_template.py",
    "AWS::ApiGatewayV2::Stage": "moto's CloudFormation does not know it; its throttling is a house rule",
    "AWS::CloudWatch::Alarm": "moto's CloudFormation does not know it; each is made by a request of its own below",
    "AWS::OpenSearchService::Domain": "a domain is not made where an engine is given; moto has no GetAtt of one",
    "AWS::S3::BucketPolicy": "moto's CloudFormation does not know it; what it denies is a house rule",
    "AWS::SQS::QueuePolicy": "moto's CloudFormation does not know it; who may send is a house rule",
    "AWS::SecretsManager::Secret": "moto's CloudFormation does not know it; how it is made is a house rule",
}
STACK = "newswire"


@pytest.fixture
def made(aws: None, document: Document) -> dict[str, str]:
    """The physical ids of a stack's resources, by logical id."""
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as package:
        package.writestr("ingest/handler.py", "def handler(event, context): pass")
    boto3.client("s3").create_bucket(Bucket="code")
    boto3.client("s3").put_object(Bucket="code", Key="newswire.zip", Body=code.getvalue())
    client = boto3.client("cloudformation")
    client.create_stack(
        StackName=STACK,
        TemplateBody=json.dumps(document),
        Capabilities=["CAPABILITY_IAM"],
        Parameters=[{"ParameterKey": "OpenSearchEndpoint", "ParameterValue": "https://engine.example"}],
    )
    assert client.describe_stacks(StackName=STACK)["Stacks"][0]["StackStatus"] == "CREATE_COMPLETE"
    pages = client.get_paginator("list_stack_resources").paginate(StackName=STACK)
    return {
        each["LogicalResourceId"]: each["PhysicalResourceId"]
        for page in pages
        for each in page["StackResourceSummaries"]
    }


def test_every_resource_is_made_but_for_those_that_moto_lacks(made: dict[str, str], document: Document) -> None:
    missing = {each["Type"] for name, each in document["Resources"].items() if name not in made}
    assert missing == set(LEFT_OUT)


def test_the_queue_leads_to_ingest_as_the_template_says(made: dict[str, str], document: Document) -> None:
    sqs, functions = boto3.client("sqs"), boto3.client("lambda")
    queue = sqs.get_queue_attributes(QueueUrl=made["StoriesQueue"], AttributeNames=["All"])["Attributes"]
    dead = sqs.get_queue_attributes(QueueUrl=made["StoriesDeadLetterQueue"], AttributeNames=["All"])["Attributes"]
    assert (queue["VisibilityTimeout"], dead["MessageRetentionPeriod"]) == ("180", "1209600")
    assert json.loads(queue["RedrivePolicy"])["deadLetterTargetArn"] == dead["QueueArn"]
    mapping = functions.get_event_source_mapping(UUID=made["IngestFunctionStories"])
    assert mapping["EventSourceArn"] == queue["QueueArn"]
    assert mapping["FunctionArn"].endswith(f":{made['IngestFunction']}")
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    written = document["Resources"]["IngestFunctionStories"]["Properties"]
    assert {name: mapping[name] for name in ("BatchSize", "ScalingConfig")} == {
        name: written[name] for name in ("BatchSize", "ScalingConfig")
    }


def test_functions_get_their_role_and_variables(made: dict[str, str]) -> None:
    configuration = boto3.client("lambda").get_function_configuration(FunctionName=made["IngestFunction"])
    assert configuration["Role"].endswith(f"/{made['IngestRole']}")
    variables = configuration["Environment"]["Variables"]
    assert variables["NEWSWIRE_ARCHIVE_BUCKET"] == made["ArchiveBucket"]
    assert variables["NEWSWIRE_QUEUE_URL"] == made["StoriesQueue"]
    assert variables["NEWSWIRE_OPENSEARCH_URL"] == "https://engine.example"


def test_alarms_can_be_made(aws: None, document: Document) -> None:
    client: Any = boto3.client("cloudwatch")
    for name, each in document["Resources"].items():
        if each["Type"] == "AWS::CloudWatch::Alarm":
            client.put_metric_alarm(AlarmName=name, **_plain(each["Properties"]))
    alarms = client.describe_alarms()["MetricAlarms"]
    assert {alarm["AlarmName"].removesuffix("Alarm") for alarm in alarms} >= {"DeadLetters", "FeedSilence", "EngineRed"}


def _plain(value: Any) -> Any:
    """Return properties without intrinsic functions: what they give is of no interest here."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1 and next(iter(value)).startswith(("Fn::", "Ref")):
        return "x"
    return {name: _plain(item) for name, item in value.items()}
