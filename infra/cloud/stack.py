"""One CloudFormation stack of Newswire: what it is made of, and the settings that its functions run with."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import boto3
from botocore.exceptions import ClientError

from infra.cloud.errors import NoCredentials, NoRegion, NoStack
from newswire.settings import Settings

FUNCTION = "AWS::Lambda::Function"
MAPPING = "AWS::Lambda::EventSourceMapping"
QUEUE = "AWS::SQS::Queue"
ALARM = "AWS::CloudWatch::Alarm"
DOMAIN = "AWS::OpenSearchService::Domain"
ROLE = "AWS::IAM::Role"

_INGEST = "IngestFunction"
_UNKNOWN_STACK = "ValidationError"
"""CloudFormation's code for a stack that is not there."""


class Stack:
    """The stack `name` of the account and region that the environment names.

    Raises NoRegion, NoCredentials.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._session = boto3.Session()
        if self._session.region_name is None:
            raise NoRegion
        if self._session.get_credentials() is None:
            raise NoCredentials
        self.region: str = self._session.region_name

    @property
    def session(self) -> boto3.Session:
        """The session that all clients of this stack are made by."""
        return self._session

    def client(self, service: str) -> Any:
        """Return a new client of a service."""
        return self._session.client(service)  # type: ignore[call-overload]

    @cached_property
    def account(self) -> str:
        """The id of the account; AWS says it, and so that the credentials hold."""
        return str(self.client("sts").get_caller_identity()["Account"])

    @cached_property
    def cloudformation(self) -> Any:
        """The client of CloudFormation."""
        return self.client("cloudformation")

    def find(self) -> dict[str, Any] | None:
        """Return what CloudFormation knows of the stack, None where there is none."""
        try:
            described: dict[str, Any] = self.cloudformation.describe_stacks(StackName=self.name)["Stacks"][0]
        except ClientError as error:
            if error.response["Error"]["Code"] == _UNKNOWN_STACK:
                return None
            raise
        return described

    def describe(self) -> dict[str, Any]:
        """Return what CloudFormation knows of the stack; raises NoStack."""
        described = self.find()
        if described is None:
            raise NoStack(self.name, self.region)
        return described

    def outputs(self) -> dict[str, str]:
        """Return the stack's outputs; raises NoStack."""
        return {each["OutputKey"]: each["OutputValue"] for each in self.describe().get("Outputs", [])}

    def resources(self, resource_type: str) -> dict[str, str]:
        """Return the physical ids of the resources of one type, by their names in the template."""
        pages = self.cloudformation.get_paginator("list_stack_resources").paginate(StackName=self.name)
        return {
            each["LogicalResourceId"]: each["PhysicalResourceId"]
            for page in pages
            for each in page["StackResourceSummaries"]
            if each["ResourceType"] == resource_type and each.get("PhysicalResourceId")
        }

    def settings(self) -> Settings:
        """Return the settings that the stack's ingest function runs with; raises NoStack where there is none."""
        function = self.resources(FUNCTION).get(_INGEST)
        if function is None:
            raise NoStack(self.name, self.region)
        configuration = self.client("lambda").get_function_configuration(FunctionName=function)
        return Settings.from_env(configuration["Environment"]["Variables"])
