"""The template's queues, buckets and tables, made on the laptop's AWS with the template's settings."""

import json
from typing import Any

from infra.local import names
from infra.local.aws import Aws
from infra.local.template import Resource, Template, TemplateRefused

QUEUE = "AWS::SQS::Queue"
BUCKET = "AWS::S3::Bucket"
TABLE = "AWS::DynamoDB::Table"

_QUEUE_ATTRIBUTES = (
    "VisibilityTimeout",
    "MessageRetentionPeriod",
    "DelaySeconds",
    "MaximumMessageSize",
    "ReceiveMessageWaitTimeSeconds",
    "RedrivePolicy",
    "SqsManagedSseEnabled",
    "FifoQueue",
    "ContentBasedDeduplication",
    "DeduplicationScope",
    "FifoThroughputLimit",
)
_TABLE_SETTINGS = ("KeySchema", "AttributeDefinitions", "BillingMode", "GlobalSecondaryIndexes")


def make_resources(template: Template, aws: Aws) -> None:
    """Make every queue, bucket and table of the template.

    Raises IntrinsicRefused for a setting that cannot be resolved, TemplateRefused for queues that are each other's
    dead-letter queue.
    """
    sqs, s3, dynamodb = aws.client("sqs"), aws.client("s3"), aws.client("dynamodb")
    try:
        for queue in _dead_letters_first(template.of_type(QUEUE)):
            sqs.create_queue(QueueName=names.queue_name(queue), Attributes=_queue_attributes(queue))
        for bucket in template.of_type(BUCKET):
            s3.create_bucket(Bucket=names.bucket_name(bucket))
        for table in template.of_type(TABLE):
            dynamodb.create_table(TableName=names.table_name(table), **_table_settings(table))
            _set_time_to_live(dynamodb, table)
    finally:
        for client in (sqs, s3, dynamodb):
            client.close()


def _queue_attributes(queue: Resource) -> dict[str, str]:
    settings = {name: queue.get(name) for name in _QUEUE_ATTRIBUTES}
    return {name: _attribute_text(value) for name, value in settings.items() if value is not None}


def _attribute_text(value: Any) -> str:
    # SQS takes JSON for a policy and the lower-case words for a boolean, which is JSON again.
    return value if isinstance(value, str) else json.dumps(value)


def _dead_letters_first(queues: list[Resource]) -> list[Resource]:
    """Order queues so that each comes after its dead-letter queue, which SQS wants to exist."""
    waiting, ordered = list(queues), list[Resource]()
    while waiting:
        missing = {names.arn("sqs", names.queue_name(queue)) for queue in waiting}
        ready = [queue for queue in waiting if queue.get("RedrivePolicy", {}).get("deadLetterTargetArn") not in missing]
        if not ready:
            circle = ", ".join(queue.logical_id for queue in waiting)
            raise TemplateRefused(f"RedrivePolicy of {circle}: the queues are each other's dead-letter queue")
        ordered += ready
        waiting = [queue for queue in waiting if queue not in ready]
    return ordered


def _table_settings(table: Resource) -> dict[str, Any]:
    settings = {name: table.get(name) for name in _TABLE_SETTINGS if table.get(name) is not None}
    return {"BillingMode": "PAY_PER_REQUEST", **settings}


def _set_time_to_live(dynamodb: Any, table: Resource) -> None:
    setting = table.get("TimeToLiveSpecification")
    if setting:
        dynamodb.update_time_to_live(TableName=names.table_name(table), TimeToLiveSpecification=setting)
