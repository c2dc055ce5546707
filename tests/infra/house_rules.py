"""What no linter says of a template, and a deployment says too late: rules over the translated template.

A rule takes the template as CloudFormation does and yields what breaks it, one line each. They look at what is written,
intrinsic functions and all, because a rule has to hold for every value of the parameters.
"""

from __future__ import annotations

import importlib
import inspect
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from newswire.settings import Settings, variable

Document = dict[str, Any]
Rule = Callable[[Document], Iterator[str]]

RULES: dict[str, Rule] = {}

ON_EVERYTHING = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}
"""Actions that know no resource."""
SIGNED_ROUTES = {("/v1/signed/stories", "post")}
"""Routes without an authorizer: none of the gateway's sees a body, and the function checks the signature of it."""
OF_LAMBDA = ("POWERTOOLS_", "AWS_")
SCOPES = {"post": "push", "get": "search"}
OPERATIONS = ("/v1/operations", "/v1/quarantine/")
"""What the routes begin with that those alone may use who run the service."""
WITHOUT_END = ("raw/", "quarantine/", "release/", "feeds", "lifecycle/")
"""Folders of the archive that no rule of the bucket may empty."""


def rule(check: Rule) -> Rule:
    """Add a rule to RULES, by its name."""
    RULES[check.__name__] = check
    return check


def of_type(document: Document, wanted: str) -> dict[str, Document]:
    """Return the properties of the resources of one type, by logical id."""
    return {
        name: resource.get("Properties", {})
        for name, resource in document["Resources"].items()
        if resource["Type"] == wanted
    }


def functions(document: Document) -> dict[str, Document]:
    return of_type(document, "AWS::Lambda::Function")


def statements(document: Document) -> Iterator[tuple[str, Document]]:
    """Yield the statements of all roles' policies, with the role's logical id."""
    for name, role in of_type(document, "AWS::IAM::Role").items():
        for policy in role.get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                yield name, statement


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def target(value: Any) -> str | None:
    """Return the logical id that a Ref or GetAtt names."""
    if not isinstance(value, dict):
        return None
    if "Ref" in value:
        return str(value["Ref"])
    named = value.get("Fn::GetAtt")
    return (named.split(".")[0] if isinstance(named, str) else str(named[0])) if named else None


def mentioned(value: Any) -> set[str]:
    """Return every logical id that a value refers to, however deep."""
    if isinstance(value, list):
        return {name for item in value for name in mentioned(item)}
    if not isinstance(value, dict):
        return set()
    found = {name} if (name := target(value)) else set()
    if "Fn::Sub" in value:
        found |= {each.split(".")[0] for each in re.findall(r"\$\{([^!}]+)\}", str(value["Fn::Sub"]))}
    return found | {name for item in value.values() for name in mentioned(item)}


def mapped(document: Document) -> Iterator[tuple[str, Document, Document, Document]]:
    """Yield each event source mapping: its name, itself, its queue, its function."""
    for name, mapping in of_type(document, "AWS::Lambda::EventSourceMapping").items():
        queue = document["Resources"][target(mapping["EventSourceArn"]) or ""]["Properties"]
        function = document["Resources"][target(mapping["FunctionName"]) or ""]["Properties"]
        yield name, mapping, queue, function


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Yield the routes of all APIs: path, method, operation."""
    for api in of_type(document, "AWS::ApiGatewayV2::Api").values():
        for path, methods in api["Body"]["paths"].items():
            for method, operation in methods.items():
                yield path, method, operation


def alarmed(document: Document) -> Iterator[tuple[str, str, set[str]]]:
    """Yield what alarms look at: the name of a metric, its namespace, and the logical ids in its dimensions."""
    for alarm in of_type(document, "AWS::CloudWatch::Alarm").values():
        metrics = [each["MetricStat"]["Metric"] for each in alarm.get("Metrics", []) if "MetricStat" in each]
        for metric in metrics or [alarm]:
            yield metric["MetricName"], metric["Namespace"], mentioned(metric.get("Dimensions", []))


@rule
def parameters_have_defaults(document: Document) -> Iterator[str]:
    for name, parameter in document.get("Parameters", {}).items():
        if "Default" not in parameter:
            yield f"{name} has no default: a stack needs no parameter"


@rule
def messages_stay_hidden_for_six_timeouts(document: Document) -> Iterator[str]:
    for name, mapping, queue, function in mapped(document):
        needed = 6 * function["Timeout"]
        if queue.get("VisibilityTimeout", 30) < needed:
            yield f"{name}: a message must stay hidden for {needed} s at least"
        if queue.get("VisibilityTimeout", 30) <= function["Timeout"] + mapping.get("MaximumBatchingWindowInSeconds", 0):
            yield f"{name}: a message comes back while its batch is still at work"


@rule
def partial_failures_are_reported(document: Document) -> Iterator[str]:
    for name, mapping, _, _ in mapped(document):
        if "ReportBatchItemFailures" not in mapping.get("FunctionResponseTypes", []):
            yield f"{name}: one bad message would take its batch with it"


@rule
def concurrency_is_limited(document: Document) -> Iterator[str]:
    for name, mapping, _, _ in mapped(document):
        if not 2 <= mapping.get("ScalingConfig", {}).get("MaximumConcurrency", 0) <= 1000:
            yield f"{name}: a flood of stories would flood the engine"


@rule
def large_batches_have_a_window(document: Document) -> Iterator[str]:
    for name, mapping, _, _ in mapped(document):
        if mapping.get("BatchSize", 10) > 10 and not mapping.get("MaximumBatchingWindowInSeconds"):
            yield f"{name}: a batch of more than 10 needs a window"


@rule
def dead_letters_outlive_their_queue(document: Document) -> Iterator[str]:
    for name, _, queue, _ in mapped(document):
        policy = queue.get("RedrivePolicy")
        if not policy:
            yield f"{name}: its queue has no dead-letter queue"
            continue
        dead = document["Resources"][target(policy["deadLetterTargetArn"]) or ""]["Properties"]
        if dead.get("MessageRetentionPeriod", 345_600) <= queue.get("MessageRetentionPeriod", 345_600):
            yield f"{name}: dead letters end no later than messages, whose age counts from their first send"
        if dead.get("MessageRetentionPeriod", 345_600) < 1_209_600:
            yield f"{name}: dead letters are kept for less than the 14 days that SQS allows"
        if policy["maxReceiveCount"] * queue.get("VisibilityTimeout", 30) < 2 * 3600:
            yield f"{name}: an engine that is down for an hour dead-letters good stories"


@rule
def queues_are_encrypted(document: Document) -> Iterator[str]:
    for name, queue in of_type(document, "AWS::SQS::Queue").items():
        if queue.get("SqsManagedSseEnabled") is not True and "KmsMasterKeyId" not in queue:
            yield f"{name} is not encrypted"


@rule
def buckets_are_closed(document: Document) -> Iterator[str]:
    closed = {"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"}
    for name, bucket in of_type(document, "AWS::S3::Bucket").items():
        if {key for key, on in bucket.get("PublicAccessBlockConfiguration", {}).items() if on is True} != closed:
            yield f"{name} can be made public"
        if not bucket.get("BucketEncryption"):
            yield f"{name} is not encrypted"
        if "BucketName" in bucket:
            yield f"{name} has a fixed name: a second stack, or this one anew, cannot be made"
        for setting in ("DeletionPolicy", "UpdateReplacePolicy"):
            if document["Resources"][name].get(setting) != "Retain":
                yield f"{name} goes with its stack, or with what replaces it: {setting}"


@rule
def buckets_refuse_plain_http(document: Document) -> Iterator[str]:
    for name in of_type(document, "AWS::S3::Bucket"):
        policies = of_type(document, "AWS::S3::BucketPolicy").values()
        denied = [
            statement
            for policy in policies
            if target(policy["Bucket"]) == name
            for statement in policy["PolicyDocument"]["Statement"]
            if statement["Effect"] == "Deny"
            and statement["Action"] == "s3:*"
            and statement["Principal"] == "*"
            and statement.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}
            and len(statement["Resource"]) == 2
        ]
        if not denied:
            yield f"{name} takes requests without TLS"


@rule
def payloads_end_and_the_archive_stays(document: Document) -> Iterator[str]:
    for name, bucket in of_type(document, "AWS::S3::Bucket").items():
        rules = bucket.get("LifecycleConfiguration", {}).get("Rules", [])
        ending = {each.get("Prefix", ""): each["ExpirationInDays"] for each in rules if "ExpirationInDays" in each}
        for folder in ("push/", "drop/"):
            if not 4 < ending.get(folder, 0) <= 30:
                yield f"{name}: {folder} must end after a message of the queue, and within 30 days"
        for folder in WITHOUT_END:
            if any(folder.startswith(prefix) for prefix in ending):
                yield f"{name}: {folder} must stay"
        noncurrent = [
            each["NoncurrentVersionExpiration"]["NoncurrentDays"]
            for each in rules
            if "NoncurrentVersionExpiration" in each
        ]
        if bucket.get("VersioningConfiguration") != {"Status": "Enabled"}:
            yield f"{name}: a file that is written over before it is read would be lost"
        if not (noncurrent and noncurrent[0] <= 7):
            yield f"{name}: what has expired must be gone in a week"


@rule
def services_come_from_this_account(document: Document) -> Iterator[str]:
    for kind in ("AWS::SQS::QueuePolicy", "AWS::S3::BucketPolicy"):
        for name, policy in of_type(document, kind).items():
            for statement in policy["PolicyDocument"]["Statement"]:
                limit = statement.get("Condition", {}).get("StringEquals", {})
                if statement["Effect"] == "Allow" and limit.get("aws:SourceAccount") != {"Ref": "AWS::AccountId"}:
                    yield f"{name}: other accounts can make a service of AWS write here"


@rule
def handlers_take_an_event_and_a_context(document: Document) -> Iterator[str]:
    for name, function in functions(document).items():
        module, handler = function["Handler"].rsplit(".", 1)
        try:
            inspect.signature(getattr(importlib.import_module(module), handler)).bind({}, None)
        except (ImportError, AttributeError, TypeError) as error:
            yield f"{name}: {function['Handler']}: {error}"


@rule
def variables_are_settings(document: Document) -> Iterator[str]:
    known = {variable(name) for name in Settings.__dataclass_fields__}
    used = set[str]()
    for name, function in functions(document).items():
        variables = set(function["Environment"]["Variables"])
        used |= variables
        for each in sorted({v for v in variables if not v.startswith(OF_LAMBDA)} - known):
            yield f"{name}: nothing reads {each}"
        for each in sorted({"POWERTOOLS_SERVICE_NAME", "POWERTOOLS_LOG_LEVEL"} - variables):
            yield f"{name}: {each} is not set"
    for each in sorted(known - used):
        yield f"no function has {each}, which Settings reads"


@rule
def functions_have_the_variables_that_they_name(document: Document) -> Iterator[str]:
    for name, function in functions(document).items():
        module, handler = function["Handler"].rsplit(".", 1)
        told = inspect.getdoc(getattr(importlib.import_module(module), handler)) or ""
        section = told.partition("Environment\n")[2].partition("\n\n")[0]
        named = set(re.findall(r"NEWSWIRE_\w+", section))
        given = {each for each in function["Environment"]["Variables"] if not each.startswith(OF_LAMBDA)}
        for each in sorted(named - given):
            yield f"{name}: its handler needs {each}"


@rule
def secrets_are_made_or_given_later(document: Document) -> Iterator[str]:
    for name, secret in of_type(document, "AWS::SecretsManager::Secret").items():
        if "GenerateSecretString" in secret:
            if secret["GenerateSecretString"].get("PasswordLength", 32) < 32:
                yield f"{name} is short"
        elif secret.get("SecretString") != "{}":
            yield f"{name}: a secret is written in the template"


@rule
def actions_are_named(document: Document) -> Iterator[str]:
    for name, statement in statements(document):
        for action in as_list(statement["Action"]):
            if "*" in action:
                yield f"{name} may do {action}"


@rule
def resources_are_named(document: Document) -> Iterator[str]:
    for name, statement in statements(document):
        everywhere = "*" in as_list(statement["Resource"])
        if everywhere and not set(as_list(statement["Action"])) <= ON_EVERYTHING:
            yield f"{name}: {statement['Action']} on everything"


@rule
def functions_have_a_role_of_their_own(document: Document) -> Iterator[str]:
    roles = [target(function["Role"]) for function in functions(document).values()]
    for shared in sorted({str(each) for each in roles if roles.count(each) > 1}):
        yield f"{shared} is the role of several functions"
    for name, role in of_type(document, "AWS::IAM::Role").items():
        if role.get("ManagedPolicyArns"):
            yield f"{name}: a policy of AWS allows more than the function does"
        allowed = [statement["Principal"] for statement in role["AssumeRolePolicyDocument"]["Statement"]]
        if name in roles and allowed != [{"Service": "lambda.amazonaws.com"}]:
            yield f"{name}: others than the function can take its role"


@rule
def routes_have_an_authorizer(document: Document) -> Iterator[str]:
    schemes = [
        api["Body"]["components"]["securitySchemes"] for api in of_type(document, "AWS::ApiGatewayV2::Api").values()
    ]
    if any(list(each) != ["Fn::If"] or each["Fn::If"][0] != "UseJwt" for each in schemes):
        yield "the authorizer is IAM, or JWT where its parameters are given"
    for path, method, operation in operations(document):
        if (path, method) in SIGNED_ROUTES:
            continue
        scope = "operations" if path.startswith(OPERATIONS) else SCOPES[method]
        security = operation.get("security")
        if not isinstance(security, dict) or security["Fn::If"][1:] != [
            [{"Jwt": [scope]}], [{"Iam": []}],
        ]:  # fmt: skip
            yield f"{method} {path}: it must ask for IAM, or for a token with the scope {scope}"


@rule
def apis_are_throttled(document: Document) -> Iterator[str]:
    for name, stage in of_type(document, "AWS::ApiGatewayV2::Stage").items():
        if not 0 < stage.get("DefaultRouteSettings", {}).get("ThrottlingRateLimit", 0) <= 1000:
            yield f"{name} is not throttled"


@rule
def functions_answer_before_the_gateway_gives_up(document: Document) -> Iterator[str]:
    for name, function in functions(document).items():
        if function["Timeout"] > 30:
            yield f"{name}: no caller waits for more than 30 s"


@rule
def functions_log_json_to_a_group_that_ends(document: Document) -> Iterator[str]:
    groups = of_type(document, "AWS::Logs::LogGroup")
    used = []
    for name, function in functions(document).items():
        logging = function.get("LoggingConfig", {})
        used.append(target(logging.get("LogGroup")))
        if used[-1] not in groups:
            yield f"{name} has no log group"
        if logging.get("LogFormat") != "JSON":
            yield f"{name} does not log JSON"
    for group, settings in groups.items():
        if "RetentionInDays" not in settings:
            yield f"{group} keeps its logs for ever"
        if used.count(group) != 1:
            yield f"{group} is not the log group of one function"


@rule
def functions_are_traced(document: Document) -> Iterator[str]:
    for name, function in functions(document).items():
        if function.get("TracingConfig") != {"Mode": "Active"}:
            yield f"{name} is not traced"


@rule
def functions_run_on_arm(document: Document) -> Iterator[str]:
    for name, function in functions(document).items():
        if function.get("Architectures") != ["arm64"] or function.get("Runtime") != "python3.13":
            yield f"{name}: the package is for python3.13 on arm64"


@rule
def functions_are_watched(document: Document) -> Iterator[str]:
    for metric in ("Errors", "Throttles"):
        watched = {each for name, _, ids in alarmed(document) if name == metric for each in ids}
        for name in sorted(functions(document).keys() - watched):
            yield f"no alarm looks at the {metric.lower()} of {name}"


@rule
def queues_are_watched(document: Document) -> Iterator[str]:
    looked_at = {(metric, each) for metric, _, ids in alarmed(document) for each in ids}
    dead = {
        target(queue["RedrivePolicy"]["deadLetterTargetArn"])
        for queue in of_type(document, "AWS::SQS::Queue").values()
        if "RedrivePolicy" in queue
    }
    for name in of_type(document, "AWS::SQS::Queue"):
        metric = "ApproximateNumberOfMessagesVisible" if name in dead else "ApproximateAgeOfOldestMessage"
        if (metric, name) not in looked_at:
            yield f"no alarm looks at {metric} of {name}"


@rule
def what_the_issue_names_is_watched(document: Document) -> Iterator[str]:
    seen = {metric for metric, _, _ in alarmed(document)}
    for metric in (
        "FeedSilenceRatio", "IndexLagSeconds", "DeliveriesQuarantined", "ClusterStatus.red", "ClusterStatus.yellow",
        "FreeStorageSpace", "5xx",
    ):  # fmt: skip
        if metric not in seen:
            yield f"no alarm looks at {metric}"


@rule
def alarms_reach_somebody(document: Document) -> Iterator[str]:
    topics = of_type(document, "AWS::SNS::Topic")
    for name, alarm in of_type(document, "AWS::CloudWatch::Alarm").items():
        if not alarm.get("AlarmActions") or any(target(each) not in topics for each in alarm["AlarmActions"]):
            yield f"{name} tells nobody"
        if alarm.get("ActionsEnabled", True) is not True:
            yield f"{name} is turned off"
        if alarm.get("TreatMissingData") != "notBreaching":
            yield f"{name}: no data is not a fault, a quiet night has none"


@rule
def the_dashboard_shows_every_alarm(document: Document) -> Iterator[str]:
    for name, dashboard in of_type(document, "AWS::CloudWatch::Dashboard").items():
        text = dashboard["DashboardBody"]["Fn::Sub"]
        try:
            json.loads(text)
        except ValueError as error:
            yield f"{name} is not JSON: {error}"
        for alarm in of_type(document, "AWS::CloudWatch::Alarm"):
            if f':alarm:${{{alarm}}}"' not in text:
                yield f"{name} does not show {alarm}"


@rule
def schedules_can_be_read(document: Document) -> Iterator[str]:
    for name, each in of_type(document, "AWS::Events::Rule").items():
        if not re.fullmatch(
            r"rate\((1 (minute|hour|day)|([2-9]|\d{2,}) (minutes|hours|days))\)", str(each.get("ScheduleExpression"))
        ):
            yield f"{name}: {each.get('ScheduleExpression')} is no schedule"


@rule
def tables_cost_nothing_at_rest(document: Document) -> Iterator[str]:
    for name, table in of_type(document, "AWS::DynamoDB::Table").items():
        if table.get("BillingMode") != "PAY_PER_REQUEST":
            yield f"{name} is paid for while nobody uses it"
        if table.get("TimeToLiveSpecification") != {
            "AttributeName": "ttl",
            "Enabled": True,
        }:  # as newswire.state has it
            yield f"{name} grows for ever"


@rule
def domains_are_closed(document: Document) -> Iterator[str]:
    for name, domain in of_type(document, "AWS::OpenSearchService::Domain").items():
        for setting in ("EncryptionAtRestOptions", "NodeToNodeEncryptionOptions", "AdvancedSecurityOptions"):
            if domain.get(setting, {}).get("Enabled") is not True:
                yield f"{name}: {setting} is off"
        if domain.get("DomainEndpointOptions", {}).get("EnforceHTTPS") is not True:
            yield f"{name} takes plain HTTP"
        # A domain that names the functions' roles, and roles that name the domain, are a circle: none is made.
        if mentioned(domain.get("AccessPolicies", {})) & {
            target(each["Role"]) for each in functions(document).values()
        }:
            yield f"{name} names a role of a function"
