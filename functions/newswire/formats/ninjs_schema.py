"""Checking the properties of a ninjs item against IPTC's schemas, and where real suppliers leave them."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import fastjsonschema

_SCHEMAS = Path(__file__).with_name("schemas")
_GENERATIONS = ("3.1", "2.2", "1.6")

# Rules that differ from the schemas for everybody, each with its reason.
_AMENDED: dict[str, dict[str, Any]] = {
    # Suppliers send whole numbers too; a fraction is no version.
    "version": {"type": ["string", "integer"]},
    # 1.x and 2.x say "number"; IPTC's urgency is 1 to 9, as 3.x says.
    "urgency": {"type": "integer", "minimum": 1, "maximum": 9},
    # The reader of the status judges the word: "cancelled" is a kill too, and a kill is never lost to its spelling.
    "pubstatus": {"type": "string"},
    "pubStatus": {"type": "string"},
    # Whatever stands there hides: see ninjs_embargo.
    "embargoed": {},
    "embargoedUntil": {},
}


class _Dialect(NamedTuple):
    """A supplier's habit: how its items are told, and which of their properties are not checked."""

    speaks: Callable[[dict[str, Any]], bool]
    unchecked: frozenset[str]


def _has_estimated_dates(item: dict[str, Any]) -> bool:
    details = item.get("eventDetails")
    dates = details.get("dates") if isinstance(details, dict) else None
    return isinstance(dates, dict) and any(name.startswith("estimated") for name in dates)


_DIALECTS = (
    # Superdesk (AAP, 360info and many more): a guid beside or instead of the uri; pictures and codes with own members.
    _Dialect(
        lambda item: "guid" in item,
        frozenset({"associations", "renditions", "genre", "place", "subject", "organisation", "person"}),
    ),
    # BBC local news: types of its own, codes with language and guid, associations as a list.
    _Dialect(lambda item: item.get("type") in ("story", "advisory"), frozenset({"type", "subject", "associations"})),
    # IPTC's own timeline example, from before 3.0 was final: one event in place of a list, "estimated" dates.
    _Dialect(_has_estimated_dates, frozenset({"events", "eventDetails"})),
)


_MISPLACED = {
    "linkedrights": "rightsinfo",
    "encodedrights": "rightsinfo",
    "linkedRights": "rightsInfo",
    "encodedRights": "rightsInfo",
}
"""A restriction that stands where nobody looks for it must not go unseen."""

_EXTENDED = re.compile(r"(?:headline|body|description)(?P<extension>[^a-zA-Z].*)?", re.DOTALL)
_EXTENSION = re.compile(r"_[a-zA-Z0-9_]")


class Fault(NamedTuple):
    """What is wrong with a property: its name, a reason for an editor, and a JSON pointer within the item."""

    name: str
    reason: str
    pointer: str


def faults(item: dict[str, Any]) -> list[Fault]:
    """Return what breaks the rules of ninjs in the properties of `item`.

    A property is right where it is right in one generation of the standard. Properties that no generation knows are
    no fault (suppliers add theirs), unless the name breaks the standard's rule for names, or the property belongs
    inside another one.
    """
    unchecked = {name for dialect in _DIALECTS if dialect.speaks(item) for name in dialect.unchecked}
    found = (_fault(name, value) for name, value in item.items() if name not in unchecked)
    return [fault for fault in found if fault]


def is_known(name: str) -> bool:
    """Tell whether a generation of the standard has a property of this name."""
    return any(generation.knows(name) for generation in _generations())


def _fault(name: str, value: Any) -> Fault | None:
    if name in _MISPLACED:
        return Fault(name, f"{name} belongs inside {_MISPLACED[name]}", _pointer(name))
    extended = _EXTENDED.fullmatch(name)
    if extended and extended["extension"] and not _EXTENSION.match(extended["extension"]):
        return Fault(
            name, f"the name {name!r} breaks the rule for names: after it comes _ and a letter or digit", _pointer(name)
        )
    errors = []
    for generation in _generations():
        if generation.knows(name):
            try:
                generation.validate({name: value})
            except fastjsonschema.JsonSchemaValueException as error:
                errors.append(error)
            else:
                return None
    if not errors:
        return None
    # The generation that got deepest is the one that was meant.
    deepest = max(errors, key=lambda error: len(error.path))
    return Fault(name, deepest.message.removeprefix("data.")[:300], _pointer(*deepest.path[1:]))


def _pointer(*parts: str) -> str:
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)


class _Generation(NamedTuple):
    names: frozenset[str]
    pattern: re.Pattern[str] | None
    validate: Callable[[dict[str, Any]], Any]

    def knows(self, name: str) -> bool:
        return name in self.names or bool(self.pattern and self.pattern.match(name))


@functools.cache
def _generations() -> tuple[_Generation, ...]:
    return tuple(_compile(json.loads((_SCHEMAS / f"ninjs_{name}.json").read_text())) for name in _GENERATIONS)


def _compile(schema: dict[str, Any]) -> _Generation:
    news = schema.get("$defs", {}).get("ninjsType", schema)
    properties = {**news["properties"]}
    patterns = news.get("patternProperties", {})
    association = _association(schema, news)
    properties["associations"] = _associations(properties["associations"])
    association["properties"] = {**association["properties"], "associations": properties["associations"]}
    amended = {name: rule for name, rule in _AMENDED.items() if name in properties}
    validate = fastjsonschema.compile(
        {
            "type": "object",
            "properties": {**properties, **amended},
            "patternProperties": patterns,
            "definitions": schema.get("definitions", {}),
            "$defs": {**schema.get("$defs", {}), "association": association},
        },
        use_default=False,
        # Times are read leniently elsewhere, and URIs only identify.
        use_formats=False,
    )
    pattern = re.compile("|".join(patterns)) if patterns else None
    return _Generation(frozenset(properties), pattern, validate)


def _association(schema: dict[str, Any], news: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an associated item, closed to other properties.

    Spelled out, because fastjsonschema knows no unevaluatedProperties and nothing beside a $ref.
    """
    declared = news["properties"]["associations"].get("items", schema)
    return {
        "type": "object",
        "properties": {**news["properties"], **declared["properties"]},
        "patternProperties": news.get("patternProperties", {}),
        "required": declared["required"],
        "additionalProperties": False,
    }


def _associations(declared: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a list (2.x, 3.x) or an object (1.x) of associated items."""
    reference = {"$ref": "#/$defs/association"}
    if "items" in declared:
        return {**declared, "items": reference}
    return {**declared, "patternProperties": dict.fromkeys(declared["patternProperties"], reference)}
