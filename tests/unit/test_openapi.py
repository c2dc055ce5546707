from __future__ import annotations

import json

from infra.local.names import REGION
from infra.local.routes import Router
from infra.local.template import Template
from newswire import change_page, openapi
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
        "explain": "true",
        "urgency": "3",
        "near": "50.45,30.52,200",
        "tz": "Europe/Berlin",
        "facets": "topic,day",
        "group": "story",
    }
    read("&".join(f"{name}={samples.get(name, 'x')}" for name in openapi.SEARCH))
    assert set(FILTERS) < set(openapi.SEARCH)


def test_every_documented_parameter_of_the_changes_is_one_that_is_read() -> None:
    samples = {**dict.fromkeys(openapi.CHANGES, "x"), "after": "3.1", "size": "5"}
    change_page.read("&".join(f"{name}={value}" for name, value in samples.items()))


def test_the_document_and_the_template_have_the_same_routes() -> None:
    template = Template(ROOT / "infra" / "template.yaml", {"OpenSearchEndpoint": f"http://{REGION}"}, "http://aws")
    router = Router(template)
    taken = set()
    for path, methods in openapi.document()["paths"].items():
        for method in methods:
            id_ = "ena:a/b" if path.startswith("/v1/stories") else "d"  # of a story, else of a delivery
            found = router.find(method.upper(), path.replace("{id}", id_).replace("{version}", "1"))
            assert found, f"no route of the template takes {method} {path}"
            # The greedy route takes what is under a story: an id may hold slashes.
            served = "/v1/stories/{id+}" if path.startswith("/v1/stories/{id}") else path
            assert found[0].path == served
            taken.add(found[0].key)
    of_the_page = {"GET /", "GET /page/{version}/{file}"}
    assert taken == {route.key for route in router.routes} - of_the_page
