"""What the template's resources are called on the laptop: names, ARNs and URLs, fixed by their logical ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from infra.local.intrinsics import UnknownReference

if TYPE_CHECKING:
    from infra.local.template import Resource

REGION = "us-east-1"
ACCOUNT = "123456789012"  # the account that moto's server works in
STACK = "newswire"
# moto takes any credentials; these can never be an account's.
ACCESS_KEY = "laptop"
SECRET_KEY = "laptop"  # noqa: S105
PSEUDO_PARAMETERS = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::StackName": STACK,
    "AWS::URLSuffix": "amazonaws.com",
}


def queue_name(queue: Resource) -> str:
    """Give the name of an AWS::SQS::Queue."""
    suffix = ".fifo" if queue.get("FifoQueue") in (True, "true") else ""
    return str(queue.get("QueueName", f"{STACK}-{queue.logical_id}{suffix}"))


def bucket_name(bucket: Resource) -> str:
    """Give the name of an AWS::S3::Bucket; bucket names have no capitals."""
    return str(bucket.get("BucketName", f"{STACK}-{bucket.logical_id.lower()}"))


def table_name(table: Resource) -> str:
    """Give the name of an AWS::DynamoDB::Table."""
    return str(table.get("TableName", f"{STACK}-{table.logical_id}"))


def secret_name(secret: Resource) -> str:
    """Give the name of an AWS::SecretsManager::Secret."""
    return str(secret.get("Name", f"{STACK}-{secret.logical_id}"))


def function_name(function: Resource) -> str:
    """Give the name of an AWS::Lambda::Function."""
    return str(function.get("FunctionName", f"{STACK}-{function.logical_id}"))


def arn(service: str, rest: str) -> str:
    """Give the ARN of something of the laptop's account and region."""
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{rest}"


def attribute(resource: Resource, name: str | None, endpoint: str) -> Any:
    """Give what GetAtt gives for a resource's attribute, or Ref where the name is None.

    endpoint is the URL of the laptop's AWS services. Raises UnknownReference for what the laptop does not have.
    """
    values = _attributes(resource, endpoint)
    if name not in values:
        asked = "a value" if name is None else f"an attribute {name}"
        raise UnknownReference(f"{resource.logical_id} ({resource.type}) has not {asked} on the laptop")
    return values[name]


def _attributes(resource: Resource, endpoint: str) -> dict[str | None, str]:
    match resource.type:
        case "AWS::SQS::Queue":
            name = queue_name(resource)
            url = f"{endpoint}/{ACCOUNT}/{name}"
            return {None: url, "QueueUrl": url, "Arn": arn("sqs", name), "QueueName": name}
        case "AWS::S3::Bucket":
            name = bucket_name(resource)
            return {None: name, "Arn": f"arn:aws:s3:::{name}"}
        case "AWS::SecretsManager::Secret":
            return {None: arn("secretsmanager", f"secret:{secret_name(resource)}")}
        case "AWS::DynamoDB::Table":
            name = table_name(resource)
            return {None: name, "Arn": arn("dynamodb", f"table/{name}")}
        case "AWS::Logs::LogGroup":
            name = f"{STACK}-{resource.logical_id}"
            return {None: name, "Arn": arn("logs", f"log-group:{name}:*")}
        case "AWS::Lambda::Function":
            name = function_name(resource)
            return {None: name, "Arn": arn("lambda", f"function:{name}")}
        case "AWS::ApiGatewayV2::Api":
            return {None: resource.logical_id.lower()}
    return {}
