"""What the template says of a function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from infra.local import names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from infra.local.template import Resource


@dataclass(frozen=True)
class FunctionSpec:
    """A function of the template; timeout is in seconds, memory in MB."""

    logical_id: str
    name: str
    handler: str
    code_folder: Path
    timeout: float
    memory: int
    variables: Mapping[str, str]
    log_format: str = "Text"

    @classmethod
    def from_resource(cls, function: Resource, code_folder: Path) -> FunctionSpec:
        """Read an AWS::Lambda::Function. Raises IntrinsicRefused for values that do not exist on a laptop."""
        variables = function.get("Environment", {}).get("Variables", {})
        return cls(
            logical_id=function.logical_id,
            name=names.function_name(function),
            handler=function.get("Handler"),
            code_folder=code_folder,
            timeout=float(function.get("Timeout", 3)),
            memory=int(function.get("MemorySize", 128)),
            variables={name: str(value) for name, value in variables.items()},
            log_format=function.get("LoggingConfig", {}).get("LogFormat", "Text"),
        )

    @property
    def arn(self) -> str:
        """The function's ARN, as its context shows it."""
        return names.arn("lambda", f"function:{self.name}")
