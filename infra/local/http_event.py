"""A request as API Gateway's payload format 2.0 shows it to a function."""

import base64
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from infra.local import names
from infra.local.authorizer import USER, jwt_of
from infra.local.http_request import Request
from infra.local.routes import Route

# Everything else is binary to API Gateway, forms too.
_TEXT_TYPES = ("text/", "application/json", "application/javascript", "application/xml")
_API_ID = "laptop"


def event_of(
    request: Request, route: Route, variables: dict[str, str], request_id: str, now: datetime
) -> dict[str, Any]:
    """Give the event for a request that takes a route, with the values of the route's path variables.

    Raises Problem (401) for a malformed bearer token.
    """
    headers, cookies = _headers(request)
    host = request.header("host")
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route.key,
        "rawPath": request.path,
        "rawQueryString": request.query,
        "headers": headers,
        "requestContext": {
            "accountId": names.ACCOUNT,
            "apiId": _API_ID,
            "authorizer": {"jwt": jwt_of(headers.get("authorization", "")) or USER},
            "domainName": host,
            "domainPrefix": host.partition(".")[0],
            "http": {
                "method": request.method,
                "path": request.path,
                "protocol": request.protocol,
                "sourceIp": request.source_ip,
                "userAgent": headers.get("user-agent", ""),
            },
            "requestId": request_id,
            "routeKey": route.key,
            "stage": "$default",
            "time": now.astimezone(UTC).strftime("%d/%b/%Y:%H:%M:%S +0000"),
            "timeEpoch": int(now.timestamp() * 1000),
        },
        "isBase64Encoded": False,
    }
    if cookies:
        event["cookies"] = cookies
    if request.query:
        event["queryStringParameters"] = _query(request.query)
    if variables:
        event["pathParameters"] = variables
    if request.body:
        event["body"], event["isBase64Encoded"] = _body(request.body, headers.get("content-type", ""))
    return event


def _headers(request: Request) -> tuple[dict[str, str], list[str]]:
    headers: dict[str, str] = {}
    cookies: list[str] = []
    for name, value in request.headers:
        if name == "cookie":
            cookies += [cookie.strip() for cookie in value.split(";") if cookie.strip()]
        else:
            headers[name] = f"{headers[name]},{value}" if name in headers else value
    # A whole body is passed on, however it came.
    headers.pop("transfer-encoding", None)
    headers["content-length"] = str(len(request.body))
    headers["x-forwarded-for"] = request.source_ip
    headers["x-forwarded-proto"] = "http"
    return headers, cookies


def _query(query: str) -> dict[str, str]:
    parameters: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        parameters[name] = f"{parameters[name]},{value}" if name in parameters else value
    return parameters


def _body(body: bytes, content_type: str) -> tuple[str, bool]:
    if content_type.lower().startswith(_TEXT_TYPES) or not content_type:
        try:
            return body.decode(), False
        except UnicodeDecodeError:
            pass
    return base64.b64encode(body).decode(), True
