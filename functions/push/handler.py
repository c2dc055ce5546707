"""POST /v1/stories and /v1/signed/stories -> the stories queue.

The gateway lets nobody but authorized callers through to the first. To the second it lets everybody: there the
signature is the authorization, and it is checked here, because no authorizer of the gateway sees a body.
"""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from newswire.app import app as this_app
from newswire.delivery import MAX_DELIVERY_BYTES, Delivery
from newswire.errors import (
    BodyTooLarge,
    DeliveryError,
    RequestError,
    SignatureRefused,
    SupplierRefused,
    UnreadableBody,
)
from newswire.faults import fault
from newswire.formats import looks_binary, parse
from newswire.metrics import Metric, measure
from newswire.problem import as_problem
from newswire.query_string import single, values
from newswire.signature import HEADER, read
from newswire.state import UsedBefore
from newswire.story import Story, supplier_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aws_lambda_powertools.utilities.typing import LambdaContext

    from newswire.app import App
    from newswire.signature import Signature

logger = Logger()

SIGNED_ROUTE = "POST /v1/signed/stories"
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
    NEWSWIRE_QUEUE_URL, NEWSWIRE_ARCHIVE_BUCKET, NEWSWIRE_STATE_TABLE, NEWSWIRE_SIGNING_KEYS

    Returns
    -------
    202 with the delivery's id and the ids of the stories in it (None and the reason where a story cannot be read: it
    will be quarantined, not lost), or a problem document.

    Raises
    ------
    SettingMissing, SigningKeysRefused, errors of boto3: the caller gets 500 and pushes again; nothing was taken.
    """
    app = app or this_app()
    request = APIGatewayProxyEventV2(event)
    try:
        parameters, body = _parameters(request.raw_query_string or ""), _body(request)
        signature = _signature(request, parameters, body, app)
        delivery = _delivery(request, parameters, body, app)
        with _once(signature, delivery, app):
            app.queue.send(delivery)
    except RequestError as error:
        logger.info("push refused", extra={"request": request.request_context.request_id, "reason": str(error)})
        measure("push", [(Metric.PUSHES_REFUSED, 1)])
        return as_problem(error)
    logger.info(
        "delivery queued",
        extra={"delivery": delivery.id, "request": request.request_context.request_id, "bytes": len(delivery.body)},
    )
    measure("push", [(Metric.PUSHES_QUEUED, 1)])
    return {
        "statusCode": 202,
        "headers": {"content-type": "application/json"},
        "body": json.dumps({"deliveries": [{"id": delivery.id, **story} for story in _stories(delivery)]}),
    }


def _body(request: APIGatewayProxyEventV2) -> bytes:
    text = request.body or ""
    body = base64.b64decode(text) if request.is_base64_encoded else text.encode(errors="surrogatepass")
    if len(body) > MAX_DELIVERY_BYTES:
        raise BodyTooLarge(f"The body has {len(body)} bytes; the limit is {MAX_DELIVERY_BYTES}.")
    return body


def _signature(request: APIGatewayProxyEventV2, parameters: dict[str, str], body: bytes, app: App) -> Signature | None:
    """Return the verified signature of a push; None where it has none, and its caller was authorized without."""
    header = request.headers.get(HEADER)
    if header is None and request.get("routeKey") != SIGNED_ROUTE:
        return None
    signature = read(header or "")
    signature.verify(app.signing_keys.read().get(signature.supplier, ()), parameters.get("feed"), body, app.now())
    if parameters.setdefault("supplier", signature.supplier) != signature.supplier:
        raise SupplierRefused("The push is signed by another supplier than the one that it names.")
    return signature


def _delivery(request: APIGatewayProxyEventV2, parameters: dict[str, str], body: bytes, app: App) -> Delivery:
    if not body.strip():
        raise UnreadableBody("The body is empty: send the story as the body of the request.")
    if looks_binary(body):
        raise UnreadableBody("The body is binary: send text, for example ninjs or plain text.")
    return Delivery(
        id=_delivery_id(request.headers.get("idempotency-key"), parameters.get("supplier"), body),
        body=body,
        received=app.now(),
        content_type=request.headers.get("content-type", "")[:MAX_CONTENT_TYPE_LENGTH] or None,
        supplier=parameters.get("supplier"),
        feed=parameters.get("feed"),
    )


@contextmanager
def _once(signature: Signature | None, delivery: Delivery, app: App) -> Iterator[None]:
    """Let what a supplier has signed be queued once; named by what is signed, not by one of several digests of it."""
    if signature is None:
        yield
        return
    content = signature.content(delivery.feed, delivery.body)
    try:
        with app.state.once(f"push/{hashlib.sha256(content).hexdigest()}", signature.ends):
            yield
    except UsedBefore as error:
        raise SignatureRefused("This signature was used before: sign each push anew, a repeated one too.") from error


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
    except Exception as error:  # noqa: BLE001
        logger.error("delivery could not be read", extra={"delivery": delivery.id, **fault(error)})
        return [{"story": None}]
    return [
        {"story": entry.id} if isinstance(entry, Story) else {"story": None, "reason": str(entry)} for entry in entries
    ]
