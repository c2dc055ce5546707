"""GET /v1/operations and POST /v1/quarantine/{id}/release -> newswire.operations.

A function of its own, so that the one that everybody may ask can read no archive and queue nothing.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger

from newswire.app import app as this_app
from newswire.errors import NewswireError, OperationsRefused, RequestError
from newswire.operations import release, report
from newswire.problem import as_problem
from newswire.quarantine import Quarantine
from newswire.query_string import values
from newswire.search.caller import Caller, Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_lambda_powertools.utilities.typing import LambdaContext

    from newswire.app import App

logger = Logger()

RELEASE_ROUTE = "POST /v1/quarantine/{id}/release"
SECONDS_TO_ANSWER = 15.0
"""What is left of the function's time when no more of the archive is read: a reader waits for the rest."""


def handler(event: dict[str, Any], context: LambdaContext, app: App | None = None) -> dict[str, Any]:
    """Tell how it goes, or release a delivery from quarantine, to callers with the scope `operations`.

    Parameters
    ----------
    event: an HTTP API event, payload format 2.0; what its JWT authorizer says decides whether it is answered.
    context: of Lambda; its time left bounds how much of the archive is read.
    app: the sides to use; by default those of this process.

    Environment
    -----------
    NEWSWIRE_ARCHIVE_BUCKET, NEWSWIRE_QUEUE_URL

    Returns
    -------
    200 with the report, 202 with how many deliveries were released, or a problem document.

    Raises
    ------
    SettingMissing, errors of boto3: the caller gets 500; a release can be tried again.
    """
    app = app or this_app()
    app.until(context)
    try:
        if not Caller.of(event).operates:
            raise OperationsRefused(f"This needs the scope {Scope.OPERATIONS}, which you have not been granted.")
        values(event.get("rawQueryString") or "", ())
        if event.get("routeKey") == RELEASE_ROUTE:
            return _release(event["pathParameters"]["id"], app)
        return _report(app)
    except NewswireError as error:
        if not isinstance(error, RequestError):
            logger.error("operation failed", extra={"reason": str(error)})
        return as_problem(error)


def _report(app: App) -> dict[str, Any]:
    told = report(
        recent=app.recent,
        quarantine=Quarantine(app.archive),
        queue=app.queue,
        feed_states=app.feed_states,
        now=app.now(),
        has_time=lambda: app.time_left() > SECONDS_TO_ANSWER,
    )
    return _json(HTTPStatus.OK, told)


def _release(delivery_id: str, app: App) -> dict[str, Any]:
    released = release(delivery_id, Quarantine(app.archive, app.queue))
    logger.info("delivery released", extra={"delivery": delivery_id})
    return _json(HTTPStatus.ACCEPTED, released)


def _json(status: HTTPStatus, body: Mapping[str, Any]) -> dict[str, Any]:
    # Not to be kept: it is of this moment, and quotes what is held back.
    headers = {"content-type": "application/json", "cache-control": "no-store"}
    return {"statusCode": status, "headers": headers, "body": json.dumps(body, ensure_ascii=False)}
