"""The platform that the functions run on, as the template says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from samtranslator.yaml_helper import yaml_parse

TEMPLATE = Path(__file__).parents[1] / "template.yaml"

_MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}


@dataclass(frozen=True, slots=True)
class Target:
    """A Python version ("3.13") on a machine ("aarch64") of Lambda."""

    python: str
    machine: str

    @classmethod
    def of_template(cls, path: Path = TEMPLATE) -> Target:
        """Return what the template sets for all its functions."""
        function = yaml_parse(path.read_text("utf-8"))["Globals"]["Function"]
        [architecture] = function["Architectures"]
        return cls(function["Runtime"].removeprefix("python"), _MACHINES[architecture])

    @property
    def wheels(self) -> str:
        """The platform as uv names it. Lambda's Amazon Linux 2023 has glibc 2.34, which runs manylinux_2_28."""
        return f"{self.machine}-manylinux_2_28"

    @property
    def environment(self) -> dict[str, str]:
        """What the markers of requirements are evaluated against."""
        return {
            "implementation_name": "cpython",
            "os_name": "posix",
            "platform_machine": self.machine,
            "platform_python_implementation": "CPython",
            "platform_system": "Linux",
            "python_full_version": f"{self.python}.0",
            "python_version": self.python,
            "sys_platform": "linux",
        }
