from __future__ import annotations

import json
from typing import Any

from infra.local.names import REGION
from infra.local.template import Template
from newswire import openapi
from newswire.search.parameters import FILTERS, read
from search.handler import OPENAPI
from tests.conftest import ROOT


def test_the_committed_document_is_what_the_code_says() -> None:
    stale = "stale: run `.venv/bin/python -m newswire.openapi > functions/search/openapi.json`"
    assert json.loads(OPENAPI.read_text()) == json.loads(json.dumps(openapi.document())), stale


def test_every_documented_parameter_is_one_that_is_read() -> None:
    samples = {
        "from": "2026-03-01",
        "to": "2026-03-01",
        "sort": "newest",
        "size": "5",
        "highlight": "true",
        "urgency": "3",
    }
    read("&".join(f"{name}={samples.get(name, 'x')}" for name in openapi.SEARCH))
    assert set(FILTERS) < set(openapi.SEARCH)


def test_the_document_and_the_template_have_the_same_routes() -> None:
    template = Template(ROOT / "infra" / "template.yaml", {"OpenSearchEndpoint": f"http://{REGION}"}, "http://aws")
    [api] = template.of_type("AWS::ApiGatewayV2::Api")
    paths: dict[str, Any] = api.raw["Body"]["paths"]
    routed = {(path.replace("+}", "}"), method) for path, methods in paths.items() for method in methods}
    described = {(path, method) for path, methods in openapi.document()["paths"].items() for method in methods}
    assert described == routed
