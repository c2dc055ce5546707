"""POST /v1/stories -> the stories queue."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from newswire.app import app as this_app
from newswire.delivery import Delivery
from newswire.errors import DeliveryError, NewswireError, UnreadableBody
from newswire.formats import looks_binary, parse
from newswire.problem import as_problem
from newswire.query_string import single, values
from newswire.story import Story, supplier_name

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from newswire.app import App

logger = Logger()

PARAMETERS = ("supplier", "feed")
MAX_CONTENT_TYPE_LENGTH = 200


def handler(event: dict[str, Any], context: LambdaContext, app: App | None = None) -> dict[str, Any]:  # noqa: ARG001
    """Put what was pushed on the queue.

    Parameters
    ----------
    event: an HTTP API event, payload format 2.0.
    context: of Lambda.
    app: the sides to use; by default those of this process.

    Environment
    -----------
    NEWSWIRE_QUEUE_URL, NEWSWIRE_ARCHIVE_BUCKET

    Returns
    -------
    202 with the delivery's id and the ids of the stories in it (None and the reason where a story cannot be read: it
    will be quarantined, not lost), or a problem document.

    Raises
    ------
    SettingMissing, errors of boto3: the caller gets 500 and pushes again; nothing was taken.
    """
    app = app or this_app()
    request = APIGatewayProxyEventV2(event)
    try:
        delivery = _delivery(request, app)
        app.queue.send(delivery)
    except NewswireError as error:
        logger.info("push refused", extra={"reason": str(error)})
        return as_problem(error)
    logger.info("delivery queued", extra={"delivery": delivery.id, "bytes": len(delivery.body)})
    return {
        "statusCode": 202,
        "headers": {"content-type": "application/json"},
        "body": json.dumps({"deliveries": [{"id": delivery.id, **story} for story in _stories(delivery)]}),
    }


def _delivery(request: APIGatewayProxyEventV2, app: App) -> Delivery:
    text = request.body or ""
    body = base64.b64decode(text) if request.is_base64_encoded else text.encode(errors="surrogatepass")
    if not body.strip():
        raise UnreadableBody("The body is empty: send the story as the body of the request.")
    if looks_binary(body):
        raise UnreadableBody("The body is binary: send text, for example ninjs or plain text.")
    parameters = _parameters(request.raw_query_string or "")
    return Delivery(
        id=_delivery_id(request.headers.get("idempotency-key"), parameters.get("supplier"), body),
        body=body,
        received=app.now(),
        content_type=request.headers.get("content-type", "")[:MAX_CONTENT_TYPE_LENGTH] or None,
        supplier=parameters.get("supplier"),
        feed=parameters.get("feed"),
    )


def _parameters(query_string: str) -> dict[str, str]:
    given = values(query_string, PARAMETERS)
    parameters: dict[str, str] = {}
    for name in PARAMETERS:
        if value := single(given, name):
            clean = supplier_name(value.text)
            if clean is None:
                raise value.invalid(f"'{name}' has no letter or digit in it.")
            parameters[name] = clean
    return parameters


def _delivery_id(idempotency_key: str | None, supplier: str | None, body: bytes) -> str:
    """Name the delivery: the same for the same key, supplier and body, so that a repeated push is one delivery."""
    if not idempotency_key:
        return uuid.uuid4().hex
    parts = (idempotency_key.encode(), (supplier or "").encode(), body)
    return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:32]


def _stories(delivery: Delivery) -> list[dict[str, str | None]]:
    """Return the id of each story in a delivery; for one that cannot be read None, and the reason.

    The delivery is queued by now, so nothing that goes wrong here may turn the answer into a refusal.
    """
    try:
        entries = parse(delivery)
    except DeliveryError as error:
        entries = [error]
    except Exception:
        logger.exception("delivery could not be read", extra={"delivery": delivery.id})
        return [{"story": None}]
    return [
        {"story": entry.id} if isinstance(entry, Story) else {"story": None, "reason": str(entry)} for entry in entries
    ]
