"""House rules of the template, on what it is translated to: what no linter says, and a deployment says too late."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from infra.local import names
from infra.local.poller import QueueMapping
from infra.local.routes import Router
from infra.local.template import Resource, Template
from newswire.settings import Settings, variable

PATH = Path(__file__).parents[2] / "infra" / "template.yaml"
WITHOUT_A_RESOURCE = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}


@pytest.fixture(scope="module")
def template() -> Template:
    return Template(PATH, {"OpenSearchEndpoint": "https://engine.example"}, "http://127.0.0.1:1")


@pytest.fixture(scope="module")
def with_domain() -> Template:
    return Template(PATH, {}, "http://127.0.0.1:1")


def _functions(template: Template) -> dict[str, Resource]:
    return {names.function_name(function): function for function in template.of_type("AWS::Lambda::Function")}


def _mappings(template: Template) -> list[QueueMapping]:
    return [QueueMapping.from_resource(mapping) for mapping in template.of_type("AWS::Lambda::EventSourceMapping")]


def _queues(template: Template) -> dict[str, Resource]:
    return {names.arn("sqs", names.queue_name(queue)): queue for queue in template.of_type("AWS::SQS::Queue")}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _statements(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    for role in template.of_type("AWS::IAM::Role"):
        for policy in role.raw.get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                yield role.logical_id, statement


def _actions(template: Template, role: str) -> set[str]:
    return {
        action for name, statement in _statements(template) if name == role for action in _as_list(statement["Action"])
    }


def test_a_stack_needs_no_parameter_and_an_engine_makes_the_domain_needless(
    template: Template, with_domain: Template
) -> None:
    assert set(with_domain.resources) - set(template.resources) == {"SearchDomain"}


def test_the_outputs_are_the_contract() -> None:
    assert set(yaml_parse(PATH.read_text())["Outputs"]) == {"ApiUrl", "StoriesQueueUrl", "ArchiveBucket"}


def test_a_message_stays_hidden_for_six_timeouts_and_the_window(template: Template) -> None:
    for mapping in _mappings(template):
        timeout = _functions(template)[mapping.function_name].get("Timeout")
        assert _queues(template)[mapping.queue_arn].get("VisibilityTimeout") >= 6 * timeout
        assert _queues(template)[mapping.queue_arn].get("VisibilityTimeout") > timeout + mapping.window


def test_every_mapping_reports_partial_failures_and_limits_its_concurrency(template: Template) -> None:
    assert _mappings(template)
    for mapping in _mappings(template):
        assert mapping.partial_failures
        assert 2 <= mapping.concurrency <= 1000
        assert mapping.batch_size <= 10 or mapping.window >= 1


def test_dead_letters_are_kept_longer_than_the_messages_and_an_outage_makes_none(template: Template) -> None:
    for mapping in _mappings(template):
        queue = _queues(template)[mapping.queue_arn]
        policy = queue.get("RedrivePolicy")
        dead = _queues(template)[policy["deadLetterTargetArn"]]
        assert dead.get("MessageRetentionPeriod") > queue.get("MessageRetentionPeriod")
        assert policy["maxReceiveCount"] * queue.get("VisibilityTimeout") > 2 * 3600


def test_queues_and_buckets_are_encrypted(template: Template) -> None:
    assert all(queue.get("SqsManagedSseEnabled") is True for queue in template.of_type("AWS::SQS::Queue"))
    for bucket in template.of_type("AWS::S3::Bucket"):
        assert bucket.get("BucketEncryption")
        assert all(bucket.get("PublicAccessBlockConfiguration").values())
        assert len(bucket.get("PublicAccessBlockConfiguration")) == 4
        assert "BucketName" not in bucket.raw


def test_buckets_refuse_requests_without_tls(template: Template) -> None:
    [policy] = template.of_type("AWS::S3::BucketPolicy")
    [statement] = policy.get("PolicyDocument")["Statement"]
    assert statement["Effect"] == "Deny"
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert statement["Resource"] == ["arn:aws:s3:::newswire-archivebucket", "arn:aws:s3:::newswire-archivebucket/*"]


def test_every_route_has_an_authorizer_and_the_api_is_throttled(template: Template) -> None:
    [api] = template.of_type("AWS::ApiGatewayV2::Api")
    operations = [operation for path in api.raw["Body"]["paths"].values() for operation in path.values()]
    assert all(operation["security"] == [{"AWS_IAM": []}] for operation in operations)
    [stage] = template.of_type("AWS::ApiGatewayV2::Stage")
    assert stage.get("DefaultRouteSettings")["ThrottlingRateLimit"] > 0


def test_the_routes_are_the_contract(template: Template) -> None:
    routes = {route.key: route.function_arn.rsplit("-", 1)[1] for route in Router(template).routes}
    assert routes == {
        "POST /v1/stories": "PushFunction",
        "GET /v1/stories": "SearchFunction",
        "GET /v1/stories/{id+}": "SearchFunction",
        "GET /v1/feed.rss": "SearchFunction",
        "GET /v1/feed.atom": "SearchFunction",
        "GET /v1/feed.json": "SearchFunction",
        "GET /v1/suggest": "SearchFunction",
        "GET /v1/changes": "SearchFunction",
        "GET /healthz": "SearchFunction",
        "GET /openapi.json": "SearchFunction",
        "GET /": "SearchFunction",
        "GET /page/{version}/{file}": "SearchFunction",
    }


def test_functions_run_on_arm_with_a_log_group_of_their_own(template: Template) -> None:
    groups = {group.logical_id: group for group in template.of_type("AWS::Logs::LogGroup")}
    used = [function.raw["LoggingConfig"]["LogGroup"]["Ref"] for function in _functions(template).values()]
    assert sorted(used) == sorted(groups)
    assert all(int(group.get("RetentionInDays")) > 0 for group in groups.values())
    for function in _functions(template).values():
        assert function.get("Architectures") == ["arm64"]
        assert function.get("Runtime") == "python3.13"
        assert function.get("TracingConfig") == {"Mode": "Active"}
        assert function.get("Timeout") <= 30


def test_functions_that_tag_have_the_memory_for_it(template: Template) -> None:
    memory = {function.logical_id: int(function.get("MemorySize")) for function in _functions(template).values()}
    assert memory["IngestFunction"] >= 1769  # from there on Lambda gives a whole processor
    assert memory["LifecycleFunction"] >= 1024
    assert memory["SearchFunction"] == memory["PushFunction"] == 512


def test_every_handler_is_there_and_takes_an_event_and_a_context(template: Template) -> None:
    for function in _functions(template).values():
        module, name = function.get("Handler").rsplit(".", 1)
        handler = getattr(importlib.import_module(module), name)
        assert inspect.signature(handler).bind({}, None)


def test_every_setting_is_set_by_the_template_and_every_variable_is_a_setting(template: Template) -> None:
    known = {variable(name) for name in Settings.__dataclass_fields__}
    set_here: set[str] = set()
    for function in _functions(template).values():
        variables = set(function.get("Environment")["Variables"])
        assert {"POWERTOOLS_SERVICE_NAME", "POWERTOOLS_LOG_LEVEL"} <= variables
        set_here |= {name for name in variables if not name.startswith("POWERTOOLS_")}
    assert set_here == known


def test_cursors_are_signed_with_a_secret_that_the_deployment_makes(template: Template) -> None:
    variables = {
        name: function.get("Environment")["Variables"].get(variable("cursor_key"))
        for name, function in _functions(template).items()
    }
    assert [name for name, key in variables.items() if key] == ["newswire-SearchFunction"]
    [search] = [function for function in _functions(template).values() if function.logical_id == "SearchFunction"]
    assert "{{resolve:secretsmanager:" in str(search.raw["Environment"]["Variables"][variable("cursor_key")])
    assert len(str(variables["newswire-SearchFunction"])) >= 32, "on the laptop, a random one"
    [secret] = template.of_type("AWS::SecretsManager::Secret")
    assert secret.get("GenerateSecretString")["PasswordLength"] >= 32


def test_requests_are_signed_unless_a_parameter_says_otherwise(template: Template) -> None:
    [search] = [function for function in _functions(template).values() if function.logical_id == "SearchFunction"]
    assert search.get("Environment")["Variables"]["NEWSWIRE_OPENSEARCH_SERVICE"] == "es"


def test_roles_name_their_actions_and_resources(template: Template) -> None:
    statements = list(_statements(template))
    assert len({role for role, _ in statements}) == len(_functions(template))
    for role, statement in statements:
        assert statement["Effect"] == "Allow"
        for action in _as_list(statement["Action"]):
            assert "*" not in action, f"{role} may do {action}"
        if not set(_as_list(statement["Action"])) <= WITHOUT_A_RESOURCE:
            assert "*" not in _as_list(statement["Resource"]), f"{role}: {statement['Action']} on everything"


def test_roles_do_what_their_function_does_and_no_more(template: Template) -> None:
    logs = {"logs:CreateLogStream", "logs:PutLogEvents"}
    assert _actions(template, "SearchRole") - logs == {"es:ESHttpGet", "es:ESHttpPost"}
    assert _actions(template, "PushRole") - logs == {"sqs:SendMessage", "s3:PutObject"}
    assert not {"sqs:SendMessage", "es:ESHttpDelete", "s3:DeleteObject"} & _actions(template, "IngestRole")


def test_no_function_gets_a_role_or_a_policy_from_sam(template: Template) -> None:
    managed = {
        str(arn) for role in template.of_type("AWS::IAM::Role") for arn in _as_list(role.get("ManagedPolicyArns", []))
    }
    assert managed == {"arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"}


def test_the_managed_domain_is_encrypted_and_names_no_role(with_domain: Template) -> None:
    domain = with_domain.resources["SearchDomain"]
    assert domain.get("EngineVersion").startswith("OpenSearch_3.")
    assert domain.get("EncryptionAtRestOptions") == {"Enabled": True}
    assert domain.get("NodeToNodeEncryptionOptions") == {"Enabled": True}
    assert domain.get("DomainEndpointOptions")["EnforceHTTPS"] is True
    # Roles that name the domain and a domain that names the roles are a circle, which no deployment gets out of.
    [statement] = domain.get("AccessPolicies")["Statement"]
    assert statement["Principal"] == {"AWS": "arn:aws:iam::123456789012:root"}
