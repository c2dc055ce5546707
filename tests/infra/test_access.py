"""Fine-grained access control: what is asked of the domain, and by whom. The local engine has no security plugin."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from infra.opensearch.access import PERMISSIONS, connect_as, grant
from newswire.settings import Settings
from tests.infra.house_rules import Document, functions, statements, target

ARNS = {name: f"arn:aws:iam::123456789012:role/{name}" for name in PERMISSIONS}


class Recording:
    """A client that takes note of what is put."""

    def __init__(self) -> None:
        self.put: dict[str, Any] = {}
        self.transport = self

    def perform_request(self, method: str, url: str, body: Any) -> None:
        assert method == "PUT"
        self.put[url.removeprefix("/_plugins/_security/api/")] = body


@pytest.fixture
def put() -> dict[str, Any]:
    client = Recording()
    grant(client, ARNS, "a-")  # type: ignore[arg-type]
    return client.put


def test_each_role_is_mapped_to_one_of_the_engine(put: dict[str, Any]) -> None:
    for name, arn in ARNS.items():
        assert put[f"rolesmapping/newswire-a-{name}"] == {"backend_roles": [arn]}
        [permission] = put[f"roles/newswire-a-{name}"]["index_permissions"]
        assert permission["index_patterns"] == ["a-stories*", "a-versions*", "a-changes*"]


def test_search_writes_nothing(put: dict[str, Any]) -> None:
    role = put["roles/newswire-a-SearchRole"]
    assert role["cluster_permissions"] == ["cluster_composite_ops_ro"]
    assert role["index_permissions"][0]["allowed_actions"] == ["read"]


def test_every_function_that_asks_the_engine_is_let_in(document: Document) -> None:
    roles = {target(function["Role"]) for function in functions(document).values()}
    asking = {role for role, statement in statements(document) if "es:ESHttp" in str(statement["Action"])}
    assert asking & roles == set(PERMISSIONS)


def test_the_domain_is_asked_as_its_master(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(opensearch_url="https://engine.example", opensearch_service="es")
    given: dict[str, Any] = {}
    monkeypatch.setattr("infra.opensearch.access.connect", lambda _, session: given.update(session=session))
    connect_as("arn:aws:iam::123456789012:role/OperatorRole", settings, boto3.Session(region_name="eu-central-1"))
    session: Any = given["session"]
    assert session.get_credentials().token
    assert session.get_credentials().access_key != "test"
    assert session.region_name == "eu-central-1"
