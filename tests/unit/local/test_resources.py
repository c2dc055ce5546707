"""The template's queues, buckets and tables on moto's server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.aws import Aws
from infra.local.resources import make_resources
from infra.local.template import Template, TemplateRefused


@pytest.fixture
def aws() -> Iterator[Aws]:
    aws = Aws()
    yield aws
    aws.stop()


def _make(tmp_path: Path, aws: Aws, resources: str) -> None:
    path = tmp_path / "template.yaml"
    path.write_text(f"Transform: AWS::Serverless-2016-10-31\nResources:\n{resources}")
    make_resources(Template(path, {}, aws.endpoint), aws)


def test_queues_have_the_templates_settings(tmp_path: Path, aws: Aws) -> None:
    _make(
        tmp_path,
        aws,
        """
  Source:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 77
      MessageRetentionPeriod: 345600
      SqsManagedSseEnabled: true
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 50}
  Dead: {Type: AWS::SQS::Queue, Properties: {QueueName: the-dead}}
  Ordered: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true, ContentBasedDeduplication: true}}
""",
    )
    sqs = aws.client("sqs")
    url = f"{aws.endpoint}/123456789012/newswire-Source"
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    urls = sqs.list_queues()["QueueUrls"]
    sqs.close()

    assert attributes["VisibilityTimeout"] == "77"
    assert attributes["MessageRetentionPeriod"] == "345600"
    assert attributes["SqsManagedSseEnabled"] == "true"
    policy = json.loads(attributes["RedrivePolicy"])
    assert policy == {"deadLetterTargetArn": "arn:aws:sqs:us-east-1:123456789012:the-dead", "maxReceiveCount": 50}
    assert sorted(url.rsplit("/", 1)[1] for url in urls) == ["newswire-Ordered.fifo", "newswire-Source", "the-dead"]


def test_buckets_and_tables_are_made(tmp_path: Path, aws: Aws) -> None:
    _make(
        tmp_path,
        aws,
        """
  ArchiveBucket: {Type: AWS::S3::Bucket}
  Keys:
    Type: AWS::DynamoDB::Table
    Properties:
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      TimeToLiveSpecification: {AttributeName: expires, Enabled: true}
""",
    )
    s3, dynamodb = aws.client("s3"), aws.client("dynamodb")
    buckets = s3.list_buckets()["Buckets"]
    lifetime = dynamodb.describe_time_to_live(TableName="newswire-Keys")["TimeToLiveDescription"]
    s3.close()
    dynamodb.close()
    assert [bucket["Name"] for bucket in buckets] == ["newswire-archivebucket"]
    assert lifetime == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}


def test_queues_in_a_circle_are_refused(tmp_path: Path, aws: Aws) -> None:
    queue = "{Type: AWS::SQS::Queue, Properties: {RedrivePolicy: {deadLetterTargetArn: !GetAtt %s.Arn}}}"
    with pytest.raises(TemplateRefused, match="A, B: the queues are each other's dead-letter queue"):
        _make(tmp_path, aws, f"  A: {queue % 'B'}\n  B: {queue % 'A'}\n")


def test_the_next_server_starts_empty(tmp_path: Path) -> None:
    first = Aws()
    _make(tmp_path, first, "  Queue: {Type: AWS::SQS::Queue}\n")
    first.stop()
    second = Aws()
    sqs = second.client("sqs")
    queues = sqs.list_queues().get("QueueUrls", [])
    sqs.close()
    second.stop()
    assert queues == []


def test_the_users_own_aws_settings_do_not_matter(aws: Aws, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "config").write_text("[profile mine]\nregion = eu-central-1\nendpoint_url = http://127.0.0.1:9\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_PROFILE", "mine")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAREAL")
    server = Aws()
    s3 = server.client("s3")
    s3.list_buckets()
    region, key = s3.meta.region_name, s3._request_signer._credentials.access_key
    s3.close()
    server.stop()
    assert (region, key) == ("us-east-1", "laptop")
