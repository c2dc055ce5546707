"""The routes of the template's HTTP API, and the one that a request takes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.errors import LocalError
from infra.local.template import Resource, Template

API = "AWS::ApiGatewayV2::Api"
_ANY_METHOD = "x-amazon-apigateway-any-method"
_DEFAULT_PATH = "$default"
_CORS = "x-amazon-apigateway-cors"
_FUNCTION_ARN = re.compile(r"/functions/(arn:[^/]+)/invocations$")
_DEFAULT_TIMEOUT_MS = 30_000


class RouteRefused(LocalError):
    """An HTTP API that the laptop cannot serve; the text names the route."""


@dataclass(frozen=True)
class Route:
    """One route: a method (or ANY) and a path whose variables are {name} and, at the end, the greedy {name+}."""

    method: str
    path: str
    function_arn: str
    timeout: float

    @property
    def key(self) -> str:
        """The route key as events show it."""
        return "$default" if self.path == _DEFAULT_PATH else f"{self.method} {self.path}"

    def match(self, method: str, path: str) -> dict[str, str] | None:
        """Give the path's variables when the route takes this request, else None."""
        if self.method not in (method, "ANY"):
            return None
        if self.path == _DEFAULT_PATH:
            return {}
        return _match(self.path.split("/"), path.split("/"))

    @property
    def specificity(self) -> tuple[bool, list[int], bool]:
        """Sorts routes: those that must be tried first come first."""
        ranks = [2 if part.endswith("+}") else 1 if part.startswith("{") else 0 for part in self.path.split("/")]
        return self.path == _DEFAULT_PATH, ranks, self.method == "ANY"


@dataclass(frozen=True)
class Cors:
    """The CORS settings of the API; without any, the API sends no CORS headers."""

    origins: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    exposed: tuple[str, ...] = ()
    max_age: int | None = None
    credentials: bool = False


class Router:
    """The routes of the template, tried from the most specific to the least."""

    def __init__(self, template: Template) -> None:
        """Read the API. Raises RouteRefused when there is more than one API, or a route that is not a function's."""
        apis = template.of_type(API)
        if len(apis) > 1:
            raise RouteRefused(
                f"one HTTP API can be served, not {len(apis)}: {', '.join(api.logical_id for api in apis)}"
            )
        self.routes: list[Route] = []
        self.cors: Cors | None = None
        for api in apis:
            body = api.get("Body", {})
            self.routes = sorted(_routes(api, body), key=lambda route: route.specificity)
            self.cors = _cors(body[_CORS]) if _CORS in body else None

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        """Give the route for a request and its path variables, or None. path is decoded, as API Gateway routes it."""
        for route in self.routes:
            variables = route.match(method, path)
            if variables is not None:
                return route, variables
        return None


def _match(pattern: list[str], parts: list[str]) -> dict[str, str] | None:
    variables: dict[str, str] = {}
    for n, wanted in enumerate(pattern):
        if wanted.endswith("+}"):
            rest = "/".join(parts[n:])
            return {**variables, wanted[1:-2]: rest} if rest else None
        if n >= len(parts):
            return None
        if wanted.startswith("{"):
            if not parts[n]:
                return None
            variables[wanted[1:-1]] = parts[n]
        elif wanted != parts[n]:
            return None
    return variables if len(parts) == len(pattern) else None


def _routes(api: Resource, body: Mapping[str, Any]) -> list[Route]:
    routes = []
    for path, methods in body.get("paths", {}).items():
        for method, operation in methods.items():
            if not isinstance(operation, dict) or "x-amazon-apigateway-integration" not in operation:
                continue  # what SAM adds for CORS, and OpenAPI's own fields
            integration = _referred(operation["x-amazon-apigateway-integration"], body)
            name = "ANY" if method == _ANY_METHOD else method.upper()
            function = _FUNCTION_ARN.search(str(integration.get("uri")))
            if not function or integration.get("payloadFormatVersion") != "2.0":
                raise RouteRefused(f"{api.logical_id}: {name} {path} must lead to a function, in payload format 2.0")
            timeout = float(integration.get("timeoutInMillis", _DEFAULT_TIMEOUT_MS)) / 1000
            routes.append(Route(name, path, function[1], timeout))
    return routes


def _referred(integration: Mapping[str, Any], body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give what an integration is, where it is written once for many routes: "#/components/..." of the body."""
    if "$ref" not in integration:
        return integration
    found: Any = body
    for name in integration["$ref"].removeprefix("#/").split("/"):
        found = found.get(name, {})
    return found  # type: ignore[no-any-return]


def _cors(settings: Mapping[str, Any]) -> Cors:
    return Cors(
        origins=tuple(settings.get("allowOrigins", ())),
        methods=tuple(settings.get("allowMethods", ())),
        headers=tuple(settings.get("allowHeaders", ())),
        exposed=tuple(settings.get("exposeHeaders", ())),
        max_age=settings.get("maxAge"),
        credentials=bool(settings.get("allowCredentials", False)),
    )
