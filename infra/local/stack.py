"""The whole of the local stack: the template's queues, functions and HTTP API, running."""

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from infra.local import names
from infra.local.aws import Aws
from infra.local.errors import LocalError
from infra.local.function import Function
from infra.local.function_spec import FunctionSpec
from infra.local.gateway import Gateway
from infra.local.http_api import HttpApi
from infra.local.log import Log
from infra.local.poller import Poller, QueueMapping
from infra.local.resources import BUCKET, QUEUE, SECRET, make_resources
from infra.local.routes import Router
from infra.local.scheduler import Schedule, Scheduler
from infra.local.template import Resource, Template

FUNCTION = "AWS::Lambda::Function"
MAPPING = "AWS::Lambda::EventSourceMapping"
RULE = "AWS::Events::Rule"

# Instances of a function that HTTP requests and `invoke` may start; a queue's mapping may ask for more.
_INSTANCES = 4


class UnknownResource(LocalError):
    """The template has no resource of that type and name."""


class Stack:
    """A template that runs: `with Stack(path, ...) as stack` starts it, and ends all of it on the way out.

    One at a time in a process, because moto's queues and buckets belong to the process. It does not start an engine:
    the parameters name one.
    """

    def __init__(
        self,
        template_path: Path,
        *,
        parameters: Mapping[str, str] | None = None,
        host: str = "127.0.0.1",
        port: int = 8000,
        log_dir: Path,
    ) -> None:
        """Nothing is started yet. Port 0 takes a free one; a log file for each function goes into log_dir."""
        self._template_path = template_path
        self._parameters = dict(parameters or {})
        self._host = host
        self._port = port
        self._log_dir = log_dir
        self._running = contextlib.ExitStack()
        self._functions: dict[str, Function] = {}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start everything, and return when the URL answers.

        Raises LocalError, in its several kinds: the port is in use, the template or a parameter is wrong, a function
        does not load. Nothing keeps running then.
        """
        with contextlib.ExitStack() as starting:
            self._start(starting)
            self._running = starting.pop_all()

    def stop(self) -> None:
        """End everything: connections, batches, function processes, the AWS services. Does nothing the second time."""
        self._running.close()

    @property
    def url(self) -> str:
        """Where the HTTP API answers."""
        return self._gateway.url

    @property
    def endpoint(self) -> str:
        """Where the AWS services answer, for AWS_ENDPOINT_URL."""
        return self._aws.endpoint

    def client(self, service: str) -> Any:
        """Give a boto3 client of the stack's SQS, S3 or DynamoDB; the caller closes it."""
        return self._aws.client(service)

    def queue_url(self, logical_id: str) -> str:
        """Give the URL of a queue of the template. Raises UnknownResource."""
        return str(names.attribute(self._resource(QUEUE, logical_id), None, self._aws.endpoint))

    def bucket(self, logical_id: str) -> str:
        """Give the name of a bucket of the template. Raises UnknownResource."""
        return names.bucket_name(self._resource(BUCKET, logical_id))

    def write_secret(self, logical_id: str, text: str) -> None:
        """Give a secret of the template another text. Raises UnknownResource."""
        client = self.client("secretsmanager")
        try:
            client.put_secret_value(SecretId=names.secret_name(self._resource(SECRET, logical_id)), SecretString=text)
        finally:
            client.close()

    def invoke(self, function: str, event: Any) -> Any:
        """Call a function, by its logical id, with an event; gives back its answer.

        Raises UnknownResource, or InvocationFailed when the call fails.
        """
        self._resource(FUNCTION, function)
        return json.loads(self._functions[function].invoke(json.dumps(event).encode()))

    def _resource(self, resource_type: str, logical_id: str) -> Resource:
        found = {resource.logical_id: resource for resource in self._template.of_type(resource_type)}
        if logical_id not in found:
            what = resource_type.rsplit(":", 1)[1].lower()
            known = ", ".join(found) or "none"
            raise UnknownResource(f"the template has no {what} {logical_id}; it has {known}")
        return found[logical_id]

    def _start(self, starting: contextlib.ExitStack) -> None:
        # What is made first is ended last. The port is first of all: it is what most often stands in the way.
        self._gateway = Gateway(self._host, self._port, self._log("gateway", starting))
        starting.callback(self._gateway.stop)
        self._aws = Aws()
        starting.callback(self._aws.stop)
        self._template = Template(self._template_path, self._parameters, self._aws.endpoint)
        mappings = [QueueMapping.from_resource(mapping) for mapping in self._template.of_type(MAPPING)]
        self._functions = {
            function.logical_id: self._function(function, mappings, starting)
            for function in self._template.of_type(FUNCTION)
        }
        api = HttpApi(Router(self._template), {function.spec.arn: function for function in self._functions.values()})
        starting.callback(api.close)
        self._pollers = [self._poller(mapping, starting) for mapping in mappings if mapping.enabled]
        schedulers = [self._scheduler(rule, starting) for rule in self._template.of_type(RULE)]
        starting.callback(self._aws.end_connections)
        workers = []
        for function in self._functions.values():
            starting.callback(function.stop)
            workers.append(function.start())
        make_resources(self._template, self._aws)
        for function, worker in zip(self._functions.values(), workers, strict=True):
            function.ready(worker)
        for poller in self._pollers:
            starting.callback(poller.begin_stop)
            poller.start()
        for scheduler in schedulers:
            starting.callback(scheduler.begin_stop)
            scheduler.start()
        starting.callback(self._gateway.begin_stop)
        self._gateway.serve(api)

    def _function(self, resource: Resource, mappings: list[QueueMapping], starting: contextlib.ExitStack) -> Function:
        spec = FunctionSpec.from_resource(resource, self._template.code_folders[resource.logical_id])
        wanted = [mapping.concurrency for mapping in mappings if mapping.function_name == spec.name]
        return Function(spec, max([_INSTANCES, *wanted]), self._aws.endpoint, self._log(spec.logical_id, starting))

    def _poller(self, mapping: QueueMapping, starting: contextlib.ExitStack) -> Poller:
        [function] = [function for function in self._functions.values() if function.spec.name == mapping.function_name]
        poller = Poller(mapping, function, self._aws)
        starting.callback(poller.stop)
        return poller

    def _scheduler(self, rule: Resource, starting: contextlib.ExitStack) -> Scheduler:
        schedule = Schedule.from_resource(rule)
        [function] = [function for function in self._functions.values() if function.spec.arn == schedule.target]
        scheduler = Scheduler(schedule, function)
        starting.callback(scheduler.stop)
        return scheduler

    def _log(self, name: str, starting: contextlib.ExitStack) -> Log:
        log = Log(self._log_dir / f"{name}.log")
        starting.callback(log.close)
        return log
