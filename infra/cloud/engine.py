"""The engine of a stack, as its master where it is the stack's own domain: functions may do less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.cloud.stack import DOMAIN, ROLE
from infra.opensearch.access import PERMISSIONS, connect_as, grant
from newswire.engine import connect

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

    from infra.cloud.stack import Stack

_MASTER = "OperatorRole"


def open_engine(stack: Stack) -> OpenSearch:
    """Return a client of the stack's engine.

    Raises NoStack, and errors of boto3 where the caller may not take the stack's OperatorRole.
    """
    settings = stack.settings()
    if not stack.resources(DOMAIN):
        return connect(settings)
    return connect_as(_arns(stack, {_MASTER})[_MASTER], settings, stack.session)


def let_functions_in(stack: Stack, client: OpenSearch) -> None:
    """Let the stack's functions work in the indices of its own domain; another engine's owner does that."""
    if stack.resources(DOMAIN):
        grant(client, _arns(stack, set(PERMISSIONS)), stack.settings().index_prefix)


def _arns(stack: Stack, names: set[str]) -> dict[str, str]:
    """Return the ARNs of roles, by their names in the template."""
    iam = stack.client("iam")
    roles = {name: physical for name, physical in stack.resources(ROLE).items() if name in names}
    return {name: str(iam.get_role(RoleName=physical)["Role"]["Arn"]) for name, physical in roles.items()}
