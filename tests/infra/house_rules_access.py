"""House rules on who may reach what: the bucket, the queue, the engine, the functions and their roles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.infra.house_rules import (
    ON_EVERYTHING,
    Document,
    as_list,
    functions,
    mapped,
    mentioned,
    of_type,
    operations,
    rule,
    statements,
    target,
)

SERVICES = {
    ("s3.amazonaws.com", "sqs:SendMessage"), ("sns.amazonaws.com", "sqs:SendMessage"),
    ("ses.amazonaws.com", "s3:PutObject"),
}  # fmt: skip
"""What policies of the queue and of the bucket let services of AWS do."""
CALLERS = {"apigateway.amazonaws.com", "events.amazonaws.com"}
ACCOUNT = {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}
TAKING = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}
"""What Lambda does in the name of a function that a queue is mapped to."""
FOR_ANY = {"sqs:GetQueueAttributes"}
"""Of these, what a function may ask for itself."""
LOGGING = {"logs:CreateLogStream", "logs:PutLogEvents"}


@rule
def buckets_have_one_owner(document: Document) -> Iterator[str]:
    for name, bucket in of_type(document, "AWS::S3::Bucket").items():
        if bucket.get("OwnershipControls") != {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}:
            yield f"{name}: who writes an object could say who reads it"
        for setting in sorted({"AccessControl", "WebsiteConfiguration"} & set(bucket)):
            yield f"{name} has {setting}"


@rule
def policies_let_services_do_one_thing(document: Document) -> Iterator[str]:
    for kind in ("AWS::SQS::QueuePolicy", "AWS::S3::BucketPolicy"):
        for name, policy in of_type(document, kind).items():
            for each in policy["PolicyDocument"]["Statement"]:
                if each["Effect"] != "Allow":
                    continue
                principal = each["Principal"] if isinstance(each["Principal"], dict) else {}
                services = as_list(principal.get("Service", "anybody"))
                allowed = {(service, action) for service in services for action in as_list(each["Action"])}
                if set(principal) != {"Service"} or not allowed <= SERVICES:
                    yield f"{name} lets {each['Principal']} do {each['Action']}"
                if "s3:PutObject" in as_list(each["Action"]) and "/drop/" not in str(each["Resource"]):
                    yield f"{name}: mail belongs below drop/"


@rule
def the_bucket_tells_of_drops_alone(document: Document) -> Iterator[str]:
    drops = {"S3Key": {"Rules": [{"Name": "prefix", "Value": "drop/"}]}}
    for name, bucket in of_type(document, "AWS::S3::Bucket").items():
        told = bucket.get("NotificationConfiguration", {}).get("QueueConfigurations", [])
        if not told:
            yield f"{name}: nobody learns of a dropped file"
        if any(each.get("Filter") != drops for each in told):
            yield f"{name}: what ingest archives would come back as a delivery, and be archived again"


@rule
def functions_are_called_by_name(document: Document) -> Iterator[str]:
    for name in of_type(document, "AWS::Lambda::Url"):
        yield f"{name}: a function has an address of its own, past the authorizer"
    for name, permission in of_type(document, "AWS::Lambda::Permission").items():
        if permission["Principal"] not in CALLERS or not mentioned(permission.get("SourceArn")):
            yield f"{name}: others than this stack's API and schedules may call a function"


@rule
def each_function_is_called(document: Document) -> Iterator[str]:
    by_queue = {target(each["FunctionName"]) for _, each, _, _ in mapped(document) if each.get("Enabled", True) is True}
    schedules = of_type(document, "AWS::Events::Rule").values()
    by_clock = {name for each in schedules if each.get("State") != "DISABLED" for name in mentioned(each["Targets"])}
    by_http = {name for api in of_type(document, "AWS::ApiGatewayV2::Api").values() for name in mentioned(api["Body"])}
    for name in sorted(functions(document).keys() - by_queue - by_clock - by_http):
        yield f"nothing calls {name}"


@rule
def roles_let_lambda_work(document: Document) -> Iterator[str]:
    """Hold what `test_least_privilege` cannot record: what Lambda itself does under a function's role."""
    queues = {target(each["FunctionName"]): target(each["EventSourceArn"]) for _, each, _, _ in mapped(document)}
    for name, function in functions(document).items():
        role, group = target(function["Role"]), target(function.get("LoggingConfig", {}).get("LogGroup"))
        needed = {(action, group) for action in LOGGING} | {(action, "*") for action in ON_EVERYTHING}
        needed |= {(action, queues[name]) for action in TAKING if name in queues}
        granted = {
            (action, resource if resource == "*" else target(resource))
            for owner, each in statements(document)
            if owner == role
            for action in as_list(each.get("Action", []))
            for resource in as_list(each["Resource"])
            if action in LOGGING | TAKING | ON_EVERYTHING
        }
        yield from (f"{role} lacks {action} on {where}" for action, where in sorted(needed - granted, key=str))
        idle = {(action, where) for action, where in granted - needed if action not in FOR_ANY}
        yield from (f"{role} needs no {action} on {where}" for action, where in sorted(idle, key=str))


@rule
def roles_are_taken_by_functions_or_this_account(document: Document) -> Iterator[str]:
    for name, role in of_type(document, "AWS::IAM::Role").items():
        for each in role["AssumeRolePolicyDocument"]["Statement"]:
            if each["Principal"] not in ({"Service": "lambda.amazonaws.com"}, ACCOUNT):
                yield f"{name} can be taken by {each['Principal']}"


@rule
def resources_are_of_this_stack(document: Document) -> Iterator[str]:
    for name, each in statements(document):
        for resource in as_list(each["Resource"]):
            if resource != "*" and not mentioned(resource) & (document["Resources"].keys() | {"OpenSearchDomainName"}):
                yield f"{name}: {each.get('Action')} on {resource}, which this stack does not make"


@rule
def functions_reach_folders_and_requests(document: Document) -> Iterator[str]:
    """A wildcard for the whole bucket or engine is needed by everything that it holds, so nothing would be idle."""
    roles = {target(each["Role"]) for each in functions(document).values()}
    for name, each in statements(document):
        for resource in as_list(each["Resource"]):
            text = resource.get("Fn::Sub", "") if isinstance(resource, dict) else ""
            if name in roles and re.search(r"\$\{\w+(\.Arn)?\}/?\*$", text):
                yield f"{name}: {each.get('Action')} on all of {text}"


@rule
def authorizers_ask_who_it_is(document: Document) -> Iterator[str]:
    token = {"issuer": {"Ref": "JwtIssuer"}, "audience": [{"Ref": "JwtAudience"}]}
    for name, api in of_type(document, "AWS::ApiGatewayV2::Api").items():
        _, by_token, by_iam = api["Body"]["components"]["securitySchemes"].get("Fn::If", ["", {}, {}])
        if _at(by_iam, "Iam", "x-amazon-apigateway-authtype") != "awsSigv4":
            yield f"{name}: the scheme Iam checks no signature"
        authorizer = _at(by_token, "Jwt", "x-amazon-apigateway-authorizer") or {}
        if (authorizer.get("type"), authorizer.get("jwtConfiguration")) != ("jwt", token):
            yield f"{name}: the scheme Jwt takes tokens of others"
    for path, method, _ in operations(document):
        if method not in ("get", "post"):
            yield f"{method} {path}: each route names its method"


@rule
def domains_let_nobody_in_by_themselves(document: Document) -> Iterator[str]:
    for name, domain in of_type(document, "AWS::OpenSearchService::Domain").items():
        if domain.get("AdvancedSecurityOptions", {}).get("InternalUserDatabaseEnabled") is not False:
            yield f"{name}: users with passwords, which nobody rotates"
        if "TLS-1-2" not in domain.get("DomainEndpointOptions", {}).get("TLSSecurityPolicy", ""):
            yield f"{name} takes old versions of TLS"
        for each in domain.get("AccessPolicies", {}).get("Statement", []):
            if each["Principal"] != ACCOUNT:
                yield f"{name} can be reached by {each['Principal']}"


def _at(value: Any, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value
