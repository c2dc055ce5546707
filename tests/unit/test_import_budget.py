"""What the functions that answer HTTP load before their first request: it is what a reader waits for."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT

HEAVY = (
    "newswire.tagging", "spacy", "thinc", "numpy", "lxml", "xml", "pyexpat", "defusedxml", "trafilatura", "requests",
    "boto3",
)  # fmt: skip
"""Packages that a search needs none of."""
MOST_MODULES = {"search.handler": 600, "push.handler": 460, "operations.handler": 310}
"""With some room above what it is: 558, 422 and 273 with CPython 3.11."""

_LIST = """
import sys, json
before = set(sys.modules)
import {module}
{then}
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def loaded(module: str, then: str = "") -> list[str]:
    """The modules that a fresh process loads for one."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", _LIST.format(module=module, then=then)],
        cwd=ROOT / "functions", capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    modules: list[str] = json.loads(done.stdout)
    return modules


def heavy(modules: list[str], *allowed: str) -> list[str]:
    return [
        name
        for name in modules
        for package in HEAVY
        if package not in allowed and (name == package or name.startswith(f"{package}."))
    ]


def test_the_search_handler_loads_nothing_heavy() -> None:
    assert heavy(loaded("search.handler")) == []


def test_nor_does_it_for_its_first_search() -> None:
    then = """
from newswire.search import find, export, feed, feed_rss, feed_atom, feed_json
from newswire.app import App
from newswire.settings import Settings
app = App(Settings(opensearch_url="http://127.0.0.1:9", cursor_key="k"))
app.engine, app.index, app.cursors, app.changes
from newswire.search.parameters import read
from newswire.search.query import parse
from newswire.search.caller import Caller
from newswire.search.request import build
given = read("q=topic:football+near:Kyiv+storm&tz=Europe/Berlin&facets=topic")
build(parse(given.q, given.zone, app.now()).tree, given, app.now(), Caller(), origin=app.now())
"""
    assert heavy(loaded("search.handler", then)) == []


def test_the_operations_handler_loads_nothing_heavy() -> None:
    assert heavy(loaded("operations.handler", "import newswire.recent, newswire.queue, newswire.feed_state")) == []


def test_the_push_handler_loads_no_tagger() -> None:
    """It reads the formats, and so needs lxml, and the table of the older subject codes."""
    modules = loaded("push.handler")
    assert heavy(modules, "lxml", "newswire.tagging") == []
    assert {name for name in modules if "tagging" in name} <= {"newswire.tagging", "newswire.tagging.subject_codes"}


@pytest.mark.parametrize("module", MOST_MODULES)
def test_a_handler_loads_few_modules(module: str) -> None:
    assert len(loaded(module)) <= MOST_MODULES[module]


def test_the_clients_stand_in_goes_again() -> None:
    then = "import requests; requests.Session().close()"
    assert "requests.sessions" in loaded("newswire.opensearch", then)


def test_requests_are_signed_without_it() -> None:
    then = """
from botocore.credentials import Credentials
from newswire.opensearch import Urllib3AWSV4SignerAuth
headers = Urllib3AWSV4SignerAuth(Credentials("a", "b"), "us-east-1", "es")("GET", "https://engine.example/x", b"")
assert headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=a/"), headers
"""
    assert "requests" not in loaded("newswire.opensearch", then)
