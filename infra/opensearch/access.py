"""Who may do what in the engine of a managed domain: its fine-grained access control, set after each deployment.

The functions' IAM roles say which requests may be sent; this says what those may touch, whatever is in their bodies.
The domain's master is the stack's OperatorRole, and nobody else may change this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3

from infra.opensearch.indices import NAMES
from newswire.engine import connect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opensearchpy import OpenSearch

    from newswire.settings import Settings

_API = "/_plugins/_security/api"
_WRITES = {"cluster": ["cluster_composite_ops"], "index": ["crud", "indices:admin/refresh*"]}
_READS = {"cluster": ["cluster_composite_ops_ro"], "index": ["read"]}
PERMISSIONS: Mapping[str, Mapping[str, list[str]]] = {
    "IngestRole": _WRITES,
    "LifecycleRole": _WRITES,
    "SearchRole": _READS,
}
"""What the functions' roles, by their names in the template, may do in the indices; the others ask no engine."""


def grant(client: OpenSearch, arns: Mapping[str, str], prefix: str = "") -> None:
    """Let the functions of a stack work in its indices, and in no others. Doing it again changes nothing.

    Parameters
    ----------
    client: an opensearch-py client of the domain's master, see `connect_as`.
    arns: of the functions' IAM roles, by their names in the template.
    prefix: stands before the names of the indices.

    Raises errors of opensearch-py: a caller puts `newswire.engine.engine_errors` around it.
    """
    for name, permissions in PERMISSIONS.items():
        role = f"newswire-{prefix}{name}"
        client.transport.perform_request("PUT", f"{_API}/roles/{role}", body=_role(permissions, prefix))
        mapping = {"backend_roles": [arns[name]]}
        client.transport.perform_request("PUT", f"{_API}/rolesmapping/{role}", body=mapping)


def connect_as(role_arn: str, settings: Settings, session: boto3.Session) -> OpenSearch:
    """Return a client of the engine that takes a role; raises errors of boto3 where the caller may not take it."""
    taken = session.client("sts").assume_role(RoleArn=role_arn, RoleSessionName="newswire")["Credentials"]
    operator = boto3.Session(
        taken["AccessKeyId"], taken["SecretAccessKey"], taken["SessionToken"], region_name=session.region_name
    )
    return connect(settings, operator)


def _role(permissions: Mapping[str, list[str]], prefix: str) -> dict[str, Any]:
    patterns = [f"{prefix}{name}*" for name in NAMES]  # the aliases and what they stand for
    return {
        "cluster_permissions": permissions["cluster"],
        "index_permissions": [{"index_patterns": patterns, "allowed_actions": permissions["index"]}],
    }
