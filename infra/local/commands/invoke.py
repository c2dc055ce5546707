"""`newswire invoke`: a function of the template on one event, beside the running stack."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from infra.local import running
from infra.local.commands.up import TEMPLATE
from infra.local.function import Function
from infra.local.function_spec import FunctionSpec
from infra.local.log import Log
from infra.local.running import NoStackRunning
from infra.local.template import Template


@click.command(short_help="call a function with an event")
@click.argument("function")
@click.argument("event", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="EVENT.json")
def invoke(function: str, event: Path) -> None:
    """Call FUNCTION (ingest, push, search) with an event, on the running stack's queue, bucket and engine.

    The function runs in a process of its own, as in Lambda. What it logs goes to standard error, its answer to
    standard output.
    """
    stack = running.find()
    if stack is None:
        raise NoStackRunning
    try:
        payload = json.dumps(json.loads(event.read_bytes())).encode()
    except (OSError, ValueError, RecursionError) as error:
        raise click.ClickException(f"{event} is no JSON: {error}") from error
    spec = _spec(function, stack)
    with TemporaryDirectory() as folder:
        log = Log(Path(folder) / "invoke.log")
        instance = Function(spec, 1, stack.aws_endpoint, log)
        try:
            instance.ready(instance.start())
            answer = json.loads(instance.invoke(payload))
        finally:
            instance.stop()
            log.close()
            click.echo((Path(folder) / "invoke.log").read_text(), err=True, nl=False)
    click.echo(json.dumps(answer, indent=2, ensure_ascii=False))


def _spec(name: str, stack: running.Running) -> FunctionSpec:
    parameters = {"OpenSearchEndpoint": stack.opensearch_url, "OpenSearchService": ""}
    template = Template(TEMPLATE, parameters, stack.aws_endpoint)
    functions = {
        str(resource.get("Handler")).split(".")[0]: resource for resource in template.of_type("AWS::Lambda::Function")
    }
    if name not in functions:
        raise click.ClickException(f"there is no function {name}: there are {', '.join(functions)}")
    return FunctionSpec.from_resource(functions[name], template.code_folders[functions[name].logical_id])
