"""The SAM template: read, translated to CloudFormation, and its values resolved for the laptop."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

from infra.local import names
from infra.local.errors import LocalError
from infra.local.intrinsics import Scope, UnknownReference
from infra.local.session import laptop_session

_FUNCTION = "AWS::Serverless::Function"
# The translator takes code from S3 alone; the code is read from the folder that the template names instead.
_CODE_IN_S3 = "s3://laptop/code.zip"


class TemplateRefused(LocalError):
    """A template or a parameter that cannot be used; the text names the file and says what to change."""


@dataclass(frozen=True)
class Resource:
    """One resource of the translated template."""

    logical_id: str
    type: str
    raw: Mapping[str, Any]
    _scope: Scope = field(repr=False)

    def get(self, name: str, default: Any = None) -> Any:
        """Give a property with its intrinsic functions resolved, or the default where the template does not set it.

        Raises IntrinsicRefused when it refers to what does not exist on a laptop.
        """
        if name not in self.raw:
            return default
        value = self._scope.resolve(self.raw[name], f"{self.logical_id}.{name}")
        return default if value is None else value


class Template:
    """A translated template; its resources are those whose condition holds."""

    def __init__(self, path: Path, parameters: Mapping[str, str], endpoint: str) -> None:
        """Read and translate the template at path; endpoint is the URL of the laptop's AWS services.

        Raises TemplateRefused for a file that is not a template and for parameters that are unknown or missing.
        """
        document = _read(path)
        values = _parameter_values(document, parameters, path)
        self.code_folders = _take_code_folders(document, path.parent)
        translated = _translate(document, values, path)
        self._endpoint = endpoint
        self._declared: dict[str, Any] = translated["Resources"]
        self._scope = Scope({**names.PSEUDO_PARAMETERS, **values}, translated.get("Conditions", {}), self._attribute)
        self.resources = {
            logical_id: Resource(logical_id, declared["Type"], declared.get("Properties", {}), self._scope)
            for logical_id, declared in self._declared.items()
            if "Condition" not in declared or self._scope.holds(declared["Condition"], logical_id)
        }

    def of_type(self, resource_type: str) -> list[Resource]:
        """Give the resources of one CloudFormation type, in the order of the template."""
        return [resource for resource in self.resources.values() if resource.type == resource_type]

    def _attribute(self, logical_id: str, attribute: str | None) -> Any:
        resource = self.resources.get(logical_id)
        if resource is not None:
            return names.attribute(resource, attribute, self._endpoint)
        if logical_id in self._declared:
            condition = self._declared[logical_id]["Condition"]
            raise UnknownReference(f"{logical_id} does not exist, its condition {condition} does not hold")
        raise UnknownReference(f"{logical_id} is neither a parameter nor a resource of the template")


def _read(path: Path) -> dict[str, Any]:
    try:
        document = yaml_parse(path.read_text("utf-8"))
    except OSError as error:
        raise TemplateRefused(f"cannot read the template {path}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise TemplateRefused(f"{path} is not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(document, dict) or not isinstance(document.get("Resources"), dict):
        raise TemplateRefused(f"{path} is not a template: it has no Resources")
    return document


def _parameter_values(document: Mapping[str, Any], given: Mapping[str, str], path: Path) -> dict[str, str]:
    declared: Mapping[str, Any] = document.get("Parameters") or {}
    if unknown := sorted(given.keys() - declared.keys()):
        known = ", ".join(declared) or "none"
        raise TemplateRefused(f"{path} has no parameter {', '.join(unknown)}; its parameters are {known}")
    values = {}
    for name, declaration in declared.items():
        if name not in given and "Default" not in declaration:
            raise TemplateRefused(f"parameter {name} of {path} has no default: give it a value")
        values[name] = str(given.get(name, declaration.get("Default")))
        allowed = [str(value) for value in declaration.get("AllowedValues", [values[name]])]
        if values[name] not in allowed:
            raise TemplateRefused(
                f"parameter {name} cannot be {values[name]!r}; it can be {', '.join(map(repr, allowed))}"
            )
    return values


def _take_code_folders(document: dict[str, Any], folder: Path) -> dict[str, Path]:
    everywhere = document.get("Globals", {}).get("Function", {})
    shared = everywhere.pop("CodeUri", None)
    folders = {}
    for logical_id, resource in document["Resources"].items():
        if isinstance(resource, dict) and resource.get("Type") == _FUNCTION:
            properties = resource.setdefault("Properties", {})
            code = properties.get("CodeUri", shared)
            if not isinstance(code, str) or not (folder / code).is_dir():
                raise TemplateRefused(f"{logical_id}.CodeUri is {code!r}: it must name a folder, seen from {folder}")
            folders[logical_id] = (folder / code).resolve()
            properties["CodeUri"] = _CODE_IN_S3
    return folders


def _translate(document: dict[str, Any], values: Mapping[str, str], path: Path) -> dict[str, Any]:
    translator = Translator({}, Parser(), boto_session=laptop_session())  # the user's own may name another partition
    try:
        # An empty policy map, because the default one asks IAM.
        translated: dict[str, Any] = translator.translate(
            copy.deepcopy(document), dict(values), get_managed_policy_map=dict
        )
    except InvalidDocumentException as error:
        causes = "; ".join(" ".join(str(cause.message).split()) for cause in error.causes)
        raise TemplateRefused(f"{path} is not a valid SAM template: {causes or error.message}") from error
    finally:
        translator.metrics.publish()  # to nobody; unpublished ones are complained of on the terminal
    return translated
