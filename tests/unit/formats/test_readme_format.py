"""The format that README shows to whoever adds one: it works as it stands there."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from newswire.delivery import Delivery
from newswire.errors import InvalidStory
from newswire.story import Story, VersionRule
from tests.unit.formats.deliveries import RECEIVED

README = Path(__file__).parents[3] / "README.md"


@pytest.fixture(name="example")
def _example() -> ModuleType:
    code = re.search(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    assert code
    module = ModuleType("example")
    exec(compile(code[1], "README.md", "exec"), module.__dict__)  # noqa: S102 - it is ours
    return module


def test_its_story(example: ModuleType) -> None:
    body = "EXAMPLE|urn:x:1|3|2024-06-20T09:00:00Z|Brücke offen\nOne.\n\nTwo.".encode("cp1252")
    (story,) = example.parse(Delivery(id="d", body=body, received=RECEIVED))

    assert isinstance(story, Story)
    assert example.recognises(body.decode("cp1252"), "")
    assert (story.id, story.version, story.version_rule) == ("example:urn:x:1", 3, VersionRule.SUPPLIER)
    assert (story.headline, story.body_text) == ("Brücke offen", "One.\n\nTwo.")
    assert story.version_created == datetime(2024, 6, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize("body", [b"EXAMPLE|", b"EXAMPLE||||", b"\xff"])
def test_what_it_refuses(example: ModuleType, body: bytes) -> None:
    with pytest.raises(InvalidStory):
        example.parse(Delivery(id="d", body=body, received=RECEIVED))


def test_every_name_of_a_header_line_that_it_lists_is_one() -> None:
    from newswire.formats import text_headers

    paragraph = re.search(r"\*\*Header lines\*\*.*?`Correction`", README.read_text(), re.DOTALL)
    assert paragraph
    for name in re.findall(r"`([A-Z][\w ]*)`", paragraph[0]):
        assert text_headers.split([f"{name}: value", "", "Text."])[0], name
