"""The template's queues, buckets, tables and secrets, made on the laptop's AWS with the template's settings."""

import json
from collections.abc import Mapping
from typing import Any

from infra.local import names
from infra.local.aws import Aws
from infra.local.template import Resource, Template, TemplateRefused

QUEUE = "AWS::SQS::Queue"
BUCKET = "AWS::S3::Bucket"
TABLE = "AWS::DynamoDB::Table"
SECRET = "AWS::SecretsManager::Secret"  # noqa: S105

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
    """Make every queue, bucket and table of the template, and the secrets whose text it gives.

    Raises IntrinsicRefused for a setting that cannot be resolved, TemplateRefused for queues that are each other's
    dead-letter queue.
    """
    clients = [aws.client(service) for service in ("sqs", "s3", "dynamodb", "secretsmanager")]
    sqs, s3, dynamodb, secrets = clients
    try:
        for queue in _dead_letters_first(template.of_type(QUEUE)):
            sqs.create_queue(QueueName=names.queue_name(queue), Attributes=_queue_attributes(queue))
        for bucket in template.of_type(BUCKET):
            _make_bucket(s3, bucket)
        for table in template.of_type(TABLE):
            dynamodb.create_table(TableName=names.table_name(table), **_table_settings(table))
            _set_time_to_live(dynamodb, table)
        for secret in template.of_type(SECRET):
            if text := secret.get("SecretString"):  # others are made up where the template refers to them
                secrets.create_secret(Name=names.secret_name(secret), SecretString=text)
    finally:
        for client in clients:
            client.close()


def _make_bucket(s3: Any, bucket: Resource) -> None:
    name = names.bucket_name(bucket)
    s3.create_bucket(Bucket=name)
    if queues := bucket.get("NotificationConfiguration", {}).get("QueueConfigurations"):
        settings = [_notification(queue) for queue in queues]
        s3.put_bucket_notification_configuration(
            Bucket=name, NotificationConfiguration={"QueueConfigurations": settings}
        )


def _notification(queue: Mapping[str, Any]) -> dict[str, Any]:
    """Write as S3 takes it what CloudFormation spells in another way."""
    rules = queue.get("Filter", {}).get("S3Key", {}).get("Rules", [])
    return {
        "QueueArn": queue["Queue"],
        "Events": [queue["Event"]],
        "Filter": {"Key": {"FilterRules": [{"Name": rule["Name"], "Value": rule["Value"]} for rule in rules]}},
    }


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
