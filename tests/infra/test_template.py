"""What the template promises to those who use it, as the laptop reads it; its house rules: test_house_rules.py."""

from __future__ import annotations

from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from infra.cloud.translation import TEMPLATE
from infra.local import names
from infra.local.routes import Router, RouteRefused
from infra.local.template import Resource, Template
from newswire.settings import PREFIX, Settings, variable
from tests.bench import soak

AWS_SERVICES = "http://127.0.0.1:1"
ENGINE = {"OpenSearchEndpoint": "https://engine.example"}


@pytest.fixture(scope="module")
def template() -> Template:
    return Template(TEMPLATE, ENGINE, AWS_SERVICES)


def _functions(template: Template) -> dict[str, Resource]:
    return {names.function_name(function): function for function in template.of_type("AWS::Lambda::Function")}


def test_a_stack_needs_no_parameter_and_an_engine_makes_the_domain_needless(template: Template) -> None:
    with_domain = Template(TEMPLATE, {}, AWS_SERVICES)
    assert set(with_domain.resources) - set(template.resources) == {"SearchDomain"}


def test_the_outputs_are_the_contract() -> None:
    assert set(yaml_parse(TEMPLATE.read_text())["Outputs"]) == {"ApiUrl", "StoriesQueueUrl", "ArchiveBucket"}


def test_the_routes_are_the_contract(template: Template) -> None:
    routes = {route.key: route.function_arn.rsplit("-", 1)[1] for route in Router(template).routes}
    assert routes == {
        "POST /v1/stories": "PushFunction",
        "POST /v1/signed/stories": "PushFunction",
        "GET /v1/stories": "SearchFunction",
        "GET /v1/stories/{id+}": "SearchFunction",
        "GET /v1/feed.rss": "SearchFunction",
        "GET /v1/feed.atom": "SearchFunction",
        "GET /v1/feed.json": "SearchFunction",
        "GET /v1/suggest": "SearchFunction",
        "GET /v1/changes": "SearchFunction",
        "GET /v1/operations": "OperationsFunction",
        "POST /v1/quarantine/{id}/release": "OperationsFunction",
        "GET /healthz": "SearchFunction",
        "GET /openapi.json": "SearchFunction",
        "GET /": "SearchFunction",
        "GET /page/{version}/{file}": "SearchFunction",
    }


def test_an_integration_that_is_nowhere_is_refused(template: Template) -> None:
    [api] = template.of_type("AWS::ApiGatewayV2::Api")
    body: dict[str, Any] = api.get("Body")
    body["components"]["x-amazon-apigateway-integrations"].pop("Search")

    class Broken(Template):
        def __init__(self) -> None:
            pass

        def of_type(self, resource_type: str) -> list[Resource]:
            return [Resource("HttpApi", resource_type, {"Body": body}, template._scope)]

    with pytest.raises(RouteRefused, match="HttpApi: GET /v1/stories must lead to a function"):
        Router(Broken())


@pytest.mark.parametrize(
    ("parameters", "scheme", "push"),
    [({}, "Iam", []), ({"JwtIssuer": "https://login.example", "JwtAudience": "desk"}, "Jwt", ["push"])],
)
def test_callers_sign_with_iam_or_bring_a_token(parameters: dict[str, str], scheme: str, push: list[str]) -> None:
    [api] = Template(TEMPLATE, {**ENGINE, **parameters}, AWS_SERVICES).of_type("AWS::ApiGatewayV2::Api")
    body = api.get("Body")
    [(name, settings)] = body["components"]["securitySchemes"].items()
    assert name == scheme
    assert body["paths"]["/v1/stories"]["post"]["security"] == [{scheme: push}]
    if parameters:
        token = settings["x-amazon-apigateway-authorizer"]["jwtConfiguration"]
        assert token == {"issuer": "https://login.example", "audience": ["desk"]}


def test_functions_that_tag_have_the_memory_for_it(template: Template) -> None:
    memory = {function.logical_id: int(function.get("MemorySize")) for function in _functions(template).values()}
    assert memory["IngestFunction"] >= 1769  # from there on Lambda gives a whole processor
    assert memory["LifecycleFunction"] >= 1024
    assert memory["SearchFunction"] == memory["PushFunction"] == 512


def test_cursors_are_signed_with_a_secret_that_the_deployment_makes(template: Template) -> None:
    variables = {
        name: function.get("Environment")["Variables"].get(variable("cursor_key"))
        for name, function in _functions(template).items()
    }
    assert [name for name, key in variables.items() if key] == ["newswire-SearchFunction"]
    search = template.resources["SearchFunction"]
    assert "{{resolve:secretsmanager:" in str(search.raw["Environment"]["Variables"][variable("cursor_key")])
    assert len(str(variables["newswire-SearchFunction"])) >= 32, "on the laptop, a random one"


@pytest.mark.parametrize("function", ["IngestFunction", "SearchFunction"])
def test_the_soak_gives_its_functions_all_that_they_are_given_in_aws(template: Template, function: str) -> None:
    settings = soak.settings("http://127.0.0.1:1", AWS_SERVICES)
    given = {variable(name) for name in Settings.__dataclass_fields__ if getattr(settings, name)}
    wanted = {name for name in template.resources[function].get("Environment")["Variables"] if name.startswith(PREFIX)}
    needless = {variable("opensearch_service"), variable("index_prefix")}
    assert wanted - given <= needless, "a node of one's own takes requests without signature and names without prefix"


def test_requests_are_signed_unless_a_parameter_says_otherwise(template: Template) -> None:
    variables = template.resources["SearchFunction"].get("Environment")["Variables"]
    assert variables["NEWSWIRE_OPENSEARCH_SERVICE"] == "es"


def test_alarms_are_sent_where_an_address_is_given() -> None:
    topics = [
        Template(TEMPLATE, {**ENGINE, "AlarmEmail": address}, AWS_SERVICES).resources["AlarmTopic"]
        for address in ("", "desk@example.com")
    ]
    assert [topic.get("Subscription") for topic in topics] == [
        None,
        [{"Protocol": "email", "Endpoint": "desk@example.com"}],
    ]
