"""A deployment: the package and the template go to S3, CloudFormation changes the stack, the indices are made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from samtranslator.yaml_helper import yaml_parse

from infra.cloud.artifacts import Artifacts
from infra.cloud.change_set import ChangeSet
from infra.cloud.engine import let_functions_in, open_engine
from infra.cloud.stack import Stack
from infra.cloud.translation import TEMPLATE, translate
from infra.local.template import TemplateRefused
from infra.opensearch.indices import create_indices
from infra.package.build import Package
from newswire.engine import engine_errors


def check(stack: Stack, parameters: Mapping[str, str], template: Path = TEMPLATE) -> None:
    """Return if this can be deployed, as far as can be told before the package is built, which takes minutes.

    Raises TemplateRefused for a parameter that the template does not have, and errors of boto3 where the credentials
    do not hold.
    """
    declared = _declared(template)
    if unknown := sorted(parameters.keys() - declared):
        raise TemplateRefused(
            f"the template has no parameter {', '.join(unknown)}; it has {', '.join(sorted(declared))}"
        )
    _ = stack.account


def prepare(
    stack: Stack, package: Package, parameters: Mapping[str, str], bucket: str | None = None, template: Path = TEMPLATE
) -> ChangeSet:
    """Upload the package and the template, and return the change that they make to the stack; nothing is changed yet.

    Raises CloudError, and what `check` does.
    """
    check(stack, parameters, template)
    artifacts = Artifacts(stack.client("s3"), stack.account, stack.region, bucket)
    # Named by its content: the same package is the same template, and nothing changes.
    code = artifacts.put_new(f"{package.sha256}.zip", package.path.read_bytes())
    body = translate(code, stack.session, template)
    key = f"{stack.name}-{package.sha256}.template.json"
    artifacts.put(key, body)
    return ChangeSet(stack, artifacts.url(key), parameters, _declared(template))


def make_indices(stack: Stack) -> list[str]:
    """Let the functions into the engine, and make the indices that are missing; return their names.

    Raises NewswireError where the engine is away, errors of boto3 where the caller may not be its master.
    """
    client = open_engine(stack)
    try:
        with engine_errors():
            let_functions_in(stack, client)
            nodes = client.cluster.health()["number_of_data_nodes"]
            return create_indices(client, stack.settings().index_prefix, replicas=min(1, nodes - 1))
    finally:
        client.close()


def _declared(template: Path) -> set[str]:
    return set(yaml_parse(template.read_text("utf-8"))["Parameters"])
