"""CloudFormation's intrinsic functions, resolved to plain values."""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from infra.local.errors import LocalError

_NO_VALUE = object()
_SECRET = re.compile(r"\{\{resolve:secretsmanager:([^}]+)\}\}")
_PLACEHOLDER = re.compile(r"\$\{(!?)([^}]*)\}")


class IntrinsicRefused(LocalError):
    """An intrinsic function that is not known here or cannot be resolved; names the resource and the property."""


class UnknownReference(LookupError):
    """What an attribute lookup raises for a reference it cannot answer; its text says why."""


@dataclass(frozen=True)
class Scope:
    """What intrinsic functions refer to.

    parameters holds the values of parameters and pseudo parameters; attribute answers for resources: (logical id,
    attribute name, or None for Ref) -> value, raising UnknownReference.
    """

    parameters: Mapping[str, Any]
    conditions: Mapping[str, Any]
    attribute: Callable[[str, str | None], Any]
    _truths: dict[str, bool] = field(default_factory=dict)
    _secrets: dict[str, str] = field(default_factory=dict)

    def resolve(self, value: Any, where: str) -> Any:
        """Give the value with every intrinsic function in it replaced by its result.

        where names the resource and property in errors. Raises IntrinsicRefused; the text is for a person.
        """
        resolved = self._resolve(value, where)
        return None if resolved is _NO_VALUE else resolved

    def holds(self, condition: str, where: str) -> bool:
        """Whether a named condition of the template holds. Raises IntrinsicRefused when there is none of that name."""
        if condition not in self.conditions:
            raise IntrinsicRefused(f"{where}: the template has no condition {condition}")
        if condition not in self._truths:
            self._truths[condition] = bool(self._resolve(self.conditions[condition], f"condition {condition}"))
        return self._truths[condition]

    def _resolve(self, value: Any, where: str) -> Any:
        if isinstance(value, list):
            items = (self._resolve(item, f"{where}[{n}]") for n, item in enumerate(value))
            return [item for item in items if item is not _NO_VALUE]
        if isinstance(value, str):
            return self._with_secrets(value)
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            [(name, argument)] = value.items()
            if name == "Ref" or name.startswith("Fn::") or (name == "Condition" and isinstance(argument, str)):
                return self._call(name, argument, where)
        fields = ((name, self._resolve(item, f"{where}.{name}")) for name, item in value.items())
        return {name: item for name, item in fields if item is not _NO_VALUE}

    def _call(self, name: str, argument: Any, where: str) -> Any:
        function = _FUNCTIONS.get(name)
        if function is None:
            known = ", ".join(_FUNCTIONS)
            raise IntrinsicRefused(f"{where}: {name} is not known on the laptop; it knows {known}")
        try:
            return function(self, argument, where)
        except (TypeError, ValueError, IndexError) as error:
            raise IntrinsicRefused(f"{where}: {name} is not used as CloudFormation defines it: {error}") from error

    def _ref(self, name: str, where: str) -> Any:
        if name == "AWS::NoValue":
            return _NO_VALUE
        if name in self.parameters:
            return self.parameters[name]
        return self._attribute(name, None, where)

    def _get_att(self, target: Any, where: str) -> Any:
        logical_id, attribute = target.split(".", 1) if isinstance(target, str) else target
        return self._attribute(logical_id, attribute, where)

    def _attribute(self, logical_id: str, attribute: str | None, where: str) -> Any:
        try:
            return self.attribute(logical_id, attribute)
        except UnknownReference as error:
            raise IntrinsicRefused(f"{where}: {error}") from error

    def _sub(self, argument: Any, where: str) -> str:
        text, variables = (argument, {}) if isinstance(argument, str) else argument

        def value(match: re.Match[str]) -> str:
            literal, name = match[1], match[2].strip()
            if literal:
                return "${" + match[2] + "}"
            if name in variables:
                return str(self._resolve(variables[name], where))
            return str(self._get_att(name, where) if "." in name else self._ref(name, where))

        return self._with_secrets(_PLACEHOLDER.sub(value, text))

    def _with_secrets(self, text: str) -> str:
        """Put secrets where the text refers to them: random ones, made when they are first asked for."""
        return _SECRET.sub(lambda match: self._secrets.setdefault(match[1], secrets.token_urlsafe()), text)

    def _join(self, argument: Any, where: str) -> str:
        separator, items = argument
        return str(separator).join(str(item) for item in self._resolve(items, where))

    def _select(self, argument: Any, where: str) -> Any:
        index, items = argument
        return self._resolve(items, where)[int(self._resolve(index, where))]

    def _split(self, argument: Any, where: str) -> list[str]:
        separator, text = argument
        return str(self._resolve(text, where)).split(separator)

    def _if(self, argument: Any, where: str) -> Any:
        condition, when_true, when_false = argument
        return self._resolve(when_true if self.holds(condition, where) else when_false, where)

    def _equals(self, argument: Any, where: str) -> bool:
        left, right = self._resolve(argument, where)
        return str(left) == str(right)

    def _not(self, argument: Any, where: str) -> bool:
        [condition] = self._resolve(argument, where)
        return not condition

    def _and(self, argument: Any, where: str) -> bool:
        return all(self._resolve(argument, where))

    def _or(self, argument: Any, where: str) -> bool:
        return any(self._resolve(argument, where))


_FUNCTIONS: dict[str, Callable[[Scope, Any, str], Any]] = {
    "Ref": Scope._ref,
    "Condition": Scope.holds,
    "Fn::GetAtt": Scope._get_att,
    "Fn::Sub": Scope._sub,
    "Fn::Join": Scope._join,
    "Fn::Select": Scope._select,
    "Fn::Split": Scope._split,
    "Fn::If": Scope._if,
    "Fn::Equals": Scope._equals,
    "Fn::Not": Scope._not,
    "Fn::And": Scope._and,
    "Fn::Or": Scope._or,
}
