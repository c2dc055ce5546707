"""SQS messages as Lambda hands them to a function, and the function's answer about them."""

import base64
import json
from collections.abc import Iterable
from typing import Any

# SQS spells message attributes in capitals, Lambda's event does not.
_ATTRIBUTE_FIELDS = {
    "StringValue": "stringValue",
    "BinaryValue": "binaryValue",
    "StringListValues": "stringListValues",
    "BinaryListValues": "binaryListValues",
    "DataType": "dataType",
}


class MalformedBatchResponse(ValueError):
    """The answer is not a batch response; Lambda then takes the whole batch as failed."""


def record(message: dict[str, Any], queue_arn: str) -> dict[str, Any]:
    """Give the record of an SQS event for a message as boto3's receive_message gives it."""
    result = {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": {name: str(value) for name, value in message.get("Attributes", {}).items()},
        "messageAttributes": {
            name: _message_attribute(value) for name, value in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": queue_arn.split(":")[3],
    }
    if "MD5OfMessageAttributes" in message:
        result["md5OfMessageAttributes"] = message["MD5OfMessageAttributes"]
    return result


def failed_message_ids(answer: bytes, message_ids: Iterable[str]) -> set[str]:
    """Which messages of a batch a function's JSON answer says have failed.

    Raises MalformedBatchResponse where Lambda takes the whole batch as failed: no JSON object, a list that is none,
    an identifier that is missing, empty or not of this batch.
    """
    try:
        response = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise MalformedBatchResponse("the answer is not JSON") from error
    if response is None:
        return set()
    if not isinstance(response, dict):
        raise MalformedBatchResponse("the answer is not an object")
    failures = response.get("batchItemFailures") or []
    if not isinstance(failures, list):
        raise MalformedBatchResponse("batchItemFailures is not a list")
    known, failed = set(message_ids), set[str]()
    for failure in failures:
        message_id = failure.get("itemIdentifier") if isinstance(failure, dict) else None
        if not isinstance(message_id, str) or message_id not in known:
            raise MalformedBatchResponse(f"itemIdentifier {message_id!r} is no message of this batch")
        failed.add(message_id)
    return failed


def _message_attribute(value: dict[str, Any]) -> dict[str, Any]:
    fields = {_ATTRIBUTE_FIELDS[name]: _text(item) for name, item in value.items() if name in _ATTRIBUTE_FIELDS}
    return {"stringListValues": [], "binaryListValues": [], **fields}


def _text(item: Any) -> Any:
    return base64.b64encode(item).decode() if isinstance(item, bytes) else item
