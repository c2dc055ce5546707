"""The template keeps the house rules, and each of them would say so if it did not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.infra import house_rules_access  # noqa: F401 - adds its rules
from tests.infra.house_rules import RULES, Document

Break = Callable[[dict[str, Any]], object]
"""Spoils the resources of a template; what it returns is of no interest."""


def put(name: str, key: str, value: Any) -> Break:
    """Set a property; "A.B" is B in A."""

    def change(resources: dict[str, Any]) -> None:
        place = resources[name]["Properties"]
        *path, last = key.split(".")
        for step in path:
            place = place[int(step) if step.isdigit() else step]
        place[int(last) if last.isdigit() else last] = value

    return change


def drop(name: str, key: str) -> Break:
    def change(resources: dict[str, Any]) -> None:
        del resources[name]["Properties"][key]

    return change


def statement(role: str, **fields: Any) -> Break:
    """Add a statement to a role."""

    def change(resources: dict[str, Any]) -> None:
        document = resources[role]["Properties"]["Policies"][0]["PolicyDocument"]
        document["Statement"].append({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:x", **fields})

    return change


def granted(role: str, number: int, key: str, value: Any) -> Break:
    """Change a statement of a role."""
    return put(role, f"Policies.0.PolicyDocument.Statement.{number}.{key}", value)


def unwatched(metric: str) -> Break:
    """Let no alarm look at a metric."""

    def change(resources: dict[str, Any]) -> None:
        for name in [name for name, each in resources.items() if each["Type"] == "AWS::CloudWatch::Alarm"]:
            if metric in str(resources[name]):
                del resources[name]

    return change


def route(path: str, method: str, security: Any) -> Break:
    def change(resources: dict[str, Any]) -> None:
        operation = resources["HttpApi"]["Properties"]["Body"]["paths"].setdefault(path, {}).setdefault(method, {})
        operation["security"] = security

    return change


MAPPING = "IngestFunctionStories"
NOTICE = "NotificationConfiguration.QueueConfigurations.0"
SCHEMES = "Body.components.securitySchemes.Fn::If"
BROKEN: list[tuple[str, Break]] = [
    ("messages_stay_hidden_for_six_timeouts", put("StoriesQueue", "VisibilityTimeout", 179)),
    ("messages_stay_hidden_for_six_timeouts", put("IngestFunction", "Timeout", 31)),
    ("messages_stay_hidden_for_six_timeouts", put(MAPPING, "MaximumBatchingWindowInSeconds", 150)),
    ("partial_failures_are_reported", drop(MAPPING, "FunctionResponseTypes")),
    ("concurrency_is_limited", drop(MAPPING, "ScalingConfig")),
    ("concurrency_is_limited", put(MAPPING, "ScalingConfig.MaximumConcurrency", 1)),
    ("large_batches_have_a_window", drop(MAPPING, "MaximumBatchingWindowInSeconds")),
    ("dead_letters_outlive_their_queue", put("StoriesDeadLetterQueue", "MessageRetentionPeriod", 345_600)),
    ("dead_letters_outlive_their_queue", put("StoriesDeadLetterQueue", "MessageRetentionPeriod", 432_000)),
    ("dead_letters_outlive_their_queue", put("StoriesQueue", "RedrivePolicy.maxReceiveCount", 5)),
    ("dead_letters_outlive_their_queue", drop("StoriesQueue", "RedrivePolicy")),
    ("queues_are_encrypted", put("StoriesQueue", "SqsManagedSseEnabled", False)),
    ("buckets_are_closed", put("ArchiveBucket", "PublicAccessBlockConfiguration.BlockPublicAcls", False)),
    ("buckets_are_closed", drop("ArchiveBucket", "PublicAccessBlockConfiguration")),
    ("buckets_are_closed", drop("ArchiveBucket", "BucketEncryption")),
    ("buckets_are_closed", put("ArchiveBucket", "BucketName", "newswire")),
    ("buckets_are_closed", lambda resources: resources["ArchiveBucket"].pop("DeletionPolicy")),
    ("buckets_are_closed", lambda resources: resources["ArchiveBucket"].pop("UpdateReplacePolicy")),
    ("buckets_have_one_owner", drop("ArchiveBucket", "OwnershipControls")),
    ("buckets_have_one_owner", put("ArchiveBucket", "AccessControl", "PublicRead")),
    ("buckets_have_one_owner", put("ArchiveBucket", "WebsiteConfiguration", {"IndexDocument": "index.html"})),
    ("policies_let_services_do_one_thing", put("StoriesQueuePolicy", "PolicyDocument.Statement.0.Principal", "*")),
    ("policies_let_services_do_one_thing", put("StoriesQueuePolicy", "PolicyDocument.Statement.0.Action", "sqs:*")),
    ("policies_let_services_do_one_thing", put("ArchiveBucketPolicy", "PolicyDocument.Statement.1.Action", "s3:*")),
    ("policies_let_services_do_one_thing", put("ArchiveBucketPolicy", "PolicyDocument.Statement.1.Resource", "x/*")),
    (
        "policies_let_services_do_one_thing",
        put("ArchiveBucketPolicy", "PolicyDocument.Statement.1.Principal", {"AWS": "*"}),
    ),
    ("the_bucket_tells_of_drops_alone", drop("ArchiveBucket", "NotificationConfiguration")),
    ("the_bucket_tells_of_drops_alone", put("ArchiveBucket", f"{NOTICE}.Filter.S3Key.Rules", [])),
    ("buckets_refuse_plain_http", put("ArchiveBucketPolicy", "PolicyDocument.Statement.0.Action", "s3:GetObject")),
    ("buckets_refuse_plain_http", put("ArchiveBucketPolicy", "PolicyDocument.Statement.0.Effect", "Allow")),
    ("payloads_end_and_the_archive_stays", put("ArchiveBucket", "LifecycleConfiguration.Rules.0.Prefix", "")),
    ("payloads_end_and_the_archive_stays", put("ArchiveBucket", "LifecycleConfiguration.Rules.1.ExpirationInDays", 3)),
    ("payloads_end_and_the_archive_stays", put("ArchiveBucket", "LifecycleConfiguration.Rules", [])),
    ("payloads_end_and_the_archive_stays", put("ArchiveBucket", "VersioningConfiguration.Status", "Suspended")),
    ("services_come_from_this_account", put("StoriesQueuePolicy", "PolicyDocument.Statement.0.Condition", {})),
    ("services_come_from_this_account", put("ArchiveBucketPolicy", "PolicyDocument.Statement.1.Condition", {})),
    ("handlers_take_an_event_and_a_context", put("PushFunction", "Handler", "push.handler.main")),
    ("handlers_take_an_event_and_a_context", put("PushFunction", "Handler", "pusher.handler.handler")),
    ("variables_are_settings", put("PushFunction", "Environment.Variables.NEWSWIRE_QUEUE", "x")),
    ("variables_are_settings", put("SearchFunction", "Environment.Variables", {})),
    (
        "functions_have_the_variables_that_they_name",
        put("LifecycleFunction", "Environment.Variables", {"NEWSWIRE_OPENSEARCH_URL": "x"}),
    ),
    ("secrets_are_made_or_given_later", put("CursorKey", "GenerateSecretString.PasswordLength", 8)),
    ("secrets_are_made_or_given_later", put("SigningKeys", "SecretString", '{"ena": ["s3cret"]}')),
    ("actions_are_named", statement("PushRole", Action="s3:*")),
    ("resources_are_named", statement("PushRole", Resource="*")),
    ("resources_are_named", statement("PushRole", Action=["xray:PutTraceSegments", "s3:GetObject"], Resource=["*"])),
    ("functions_have_a_role_of_their_own", put("PushFunction", "Role", {"Fn::GetAtt": ["IngestRole", "Arn"]})),
    ("functions_have_a_role_of_their_own", put("PushRole", "ManagedPolicyArns", ["arn:aws:iam::aws:policy/X"])),
    (
        "functions_have_a_role_of_their_own",
        put("PushRole", "AssumeRolePolicyDocument.Statement.0.Principal", {"AWS": "*"}),
    ),
    ("functions_are_called_by_name", put("PushPermission", "Principal", "*")),
    ("functions_are_called_by_name", drop("PushPermission", "SourceArn")),
    ("functions_are_called_by_name", lambda resources: resources.update(Url={"Type": "AWS::Lambda::Url"})),
    ("each_function_is_called", put(MAPPING, "Enabled", False)),
    ("each_function_is_called", put("PollFunctionEveryMinute", "State", "DISABLED")),
    ("each_function_is_called", lambda resources: resources.pop("LifecycleFunctionEveryMinute")),
    ("roles_let_lambda_work", granted("IngestRole", 2, "Action", ["sqs:ChangeMessageVisibility"])),
    ("roles_let_lambda_work", granted("PushRole", 0, "Action", "logs:PutLogEvents")),
    ("roles_let_lambda_work", granted("PushRole", 0, "Resource", {"Fn::GetAtt": ["PollLogGroup", "Arn"]})),
    ("roles_let_lambda_work", granted("PushRole", 1, "Action", "xray:PutTraceSegments")),
    ("roles_let_lambda_work", granted("PushRole", 2, "Action", ["sqs:SendMessage", "sqs:ReceiveMessage"])),
    (
        "roles_are_taken_by_functions_or_this_account",
        put("OperatorRole", "AssumeRolePolicyDocument.Statement.0.Principal", {"AWS": "*"}),
    ),
    ("resources_are_of_this_stack", statement("PushRole", Resource="arn:aws:s3:::*")),
    (
        "resources_are_of_this_stack",
        statement("PushRole", Action="iam:PassRole", Resource={"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/*"}),
    ),
    (
        "functions_reach_folders_and_requests",
        statement("PushRole", Action="s3:PutObject", Resource={"Fn::Sub": "${ArchiveBucket.Arn}/*"}),
    ),
    (
        "functions_reach_folders_and_requests",
        statement("SearchRole", Resource={"Fn::Sub": "arn:aws:es:x:y:domain/${OpenSearchDomainName}/${IndexPrefix}*"}),
    ),
    (
        "authorizers_ask_who_it_is",
        put("HttpApi", f"{SCHEMES}.2.Iam.x-amazon-apigateway-authtype", "custom"),
    ),
    (
        "authorizers_ask_who_it_is",
        put("HttpApi", f"{SCHEMES}.1.Jwt.x-amazon-apigateway-authorizer.jwtConfiguration.audience", []),
    ),
    ("authorizers_ask_who_it_is", route("/v1/stories", "x-amazon-apigateway-any-method", [])),
    ("routes_have_an_authorizer", route("/v1/changes", "get", [])),
    ("routes_have_an_authorizer", route("/v1/new", "get", None)),
    ("routes_have_an_authorizer", route("/v1/signed/stories", "get", [])),
    (
        "routes_have_an_authorizer",
        route("/v1/operations", "get", {"Fn::If": ["UseJwt", [{"Jwt": ["search"]}], [{"Iam": []}]]}),
    ),
    (
        "routes_have_an_authorizer",
        route("/v1/stories", "post", {"Fn::If": ["UseJwt", [{"Jwt": ["search"]}], [{"Iam": []}]]}),
    ),
    ("routes_have_an_authorizer", put("HttpApi", "Body.components.securitySchemes", {"Iam": {}})),
    ("apis_are_throttled", drop("HttpApiApiGatewayDefaultStage", "DefaultRouteSettings")),
    ("functions_answer_before_the_gateway_gives_up", put("SearchFunction", "Timeout", 60)),
    ("functions_log_json_to_a_group_that_ends", drop("PollFunction", "LoggingConfig")),
    ("functions_log_json_to_a_group_that_ends", put("PollFunction", "LoggingConfig.LogFormat", "Text")),
    (
        "functions_log_json_to_a_group_that_ends",
        put("PollFunction", "LoggingConfig.LogGroup", {"Ref": "PushLogGroup"}),
    ),
    ("functions_log_json_to_a_group_that_ends", drop("PollLogGroup", "RetentionInDays")),
    ("functions_are_traced", put("PollFunction", "TracingConfig.Mode", "PassThrough")),
    ("functions_run_on_arm", put("PollFunction", "Architectures", ["x86_64"])),
    ("functions_run_on_arm", put("PollFunction", "Runtime", "python3.12")),
    ("functions_are_watched", lambda resources: resources["FunctionErrorsAlarm"]["Properties"]["Metrics"].pop()),
    ("functions_are_watched", unwatched("Throttles")),
    ("queues_are_watched", unwatched("ApproximateAgeOfOldestMessage")),
    ("queues_are_watched", unwatched("StoriesDeadLetterQueue")),
    ("what_the_issue_names_is_watched", unwatched("FeedSilenceRatio")),
    ("what_the_issue_names_is_watched", unwatched("ClusterStatus.yellow")),
    ("alarms_reach_somebody", drop("IndexLagAlarm", "AlarmActions")),
    ("alarms_reach_somebody", put("IndexLagAlarm", "TreatMissingData", "breaching")),
    ("alarms_reach_somebody", put("IndexLagAlarm", "ActionsEnabled", False)),
    ("the_dashboard_shows_every_alarm", put("Dashboard", "DashboardBody", {"Fn::Sub": "{}"})),
    ("the_dashboard_shows_every_alarm", put("Dashboard", "DashboardBody", {"Fn::Sub": "{"})),
    ("schedules_can_be_read", put("PollFunctionEveryMinute", "ScheduleExpression", "rate(1 minutes)")),
    ("schedules_can_be_read", put("PollFunctionEveryMinute", "ScheduleExpression", "rate(2 minute)")),
    ("tables_cost_nothing_at_rest", put("StateTable", "BillingMode", "PROVISIONED")),
    ("tables_cost_nothing_at_rest", drop("StateTable", "TimeToLiveSpecification")),
    ("tables_cost_nothing_at_rest", put("StateTable", "TimeToLiveSpecification.AttributeName", "expires")),
    ("domains_are_closed", put("SearchDomain", "EncryptionAtRestOptions.Enabled", False)),
    ("domains_are_closed", drop("SearchDomain", "AdvancedSecurityOptions")),
    (
        "domains_let_nobody_in_by_themselves",
        put("SearchDomain", "AdvancedSecurityOptions.InternalUserDatabaseEnabled", True),
    ),
    (
        "domains_let_nobody_in_by_themselves",
        put("SearchDomain", "DomainEndpointOptions.TLSSecurityPolicy", "Policy-Min-TLS-1-0-2019-07"),
    ),
    (
        "domains_let_nobody_in_by_themselves",
        put("SearchDomain", "AccessPolicies.Statement.0.Principal", {"AWS": "*"}),
    ),
    ("domains_are_closed", put("SearchDomain", "DomainEndpointOptions.EnforceHTTPS", False)),
    (
        "domains_are_closed",
        put("SearchDomain", "AccessPolicies.Statement.0.Principal", {"AWS": {"Fn::GetAtt": ["SearchRole", "Arn"]}}),
    ),
]


@pytest.mark.parametrize("name", RULES)
def test_the_template_keeps(document: Document, name: str) -> None:
    assert list(RULES[name](document)) == []


@pytest.mark.parametrize(("name", "spoil"), BROKEN, ids=[f"{name}-{n}" for n, (name, _) in enumerate(BROKEN)])
def test_a_rule_sees_what_breaks_it(document: Document, name: str, spoil: Break) -> None:
    spoil(document["Resources"])
    assert list(RULES[name](document))


def test_parameters_without_a_default_are_seen(document: Document) -> None:
    document["Parameters"]["Engine"] = {"Type": "String"}
    assert list(RULES["parameters_have_defaults"](document)) == ["Engine has no default: a stack needs no parameter"]


def test_every_rule_is_broken_by_a_test() -> None:
    assert {name for name, _ in BROKEN} | {"parameters_have_defaults"} == set(RULES)
