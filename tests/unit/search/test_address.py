from __future__ import annotations

import time

import pytest

from newswire.search.address import Address, Part, readings
from newswire.story import MAX_VERSION


def story(story_id: str) -> Address:
    return Address(Part.STORY, story_id)


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("ena:1/versions", Address(Part.VERSIONS, "ena:1")),
        ("ena:1/diff", Address(Part.DIFF, "ena:1")),
        ("ena:1/versions/0", Address(Part.VERSION, "ena:1", 0)),
        ("ena:1/versions/12", Address(Part.VERSION, "ena:1", 12)),
        (f"ena:1/versions/{MAX_VERSION}", Address(Part.VERSION, "ena:1", MAX_VERSION)),
        ("ena:http://x/a//versions", Address(Part.VERSIONS, "ena:http://x/a/")),
        ("ena:a/versions/versions", Address(Part.VERSIONS, "ena:a/versions")),
        ("ena:a/versions/versions/3", Address(Part.VERSION, "ena:a/versions", 3)),
        ("ena:a/versions/3/versions", Address(Part.VERSIONS, "ena:a/versions/3")),
        ("ena:a/versions/3/diff", Address(Part.DIFF, "ena:a/versions/3")),
        ("ena:a/b/similar", Address(Part.SIMILAR, "ena:a/b")),
        ("ena:a/diff/versions", Address(Part.VERSIONS, "ena:a/diff")),
    ],
)
def test_the_last_segments_decide_and_the_whole_is_read_second(path: str, first: Address) -> None:
    assert readings(path) == [first, story(path)]


@pytest.mark.parametrize(
    "path",
    [
        "ena:1", "ena:a/b/c", "ena:http://x/a/", "versions", "diff", "/versions", "//diff", "/versions/1", "versions/1",
        "ena:1/versions/", "ena:1/versions/x", "ena:1/versions/-1", "ena:1/versions/+1", "ena:1/versions/01",
        "ena:1/versions/١", "ena:1/versions/²", "ena:1/versions/1.0", "ena:1/versions/" + "9" * 5000,
        "ena:1/Versions", "ena:1/versionsx", "ena:1/diff/2",
    ],
)  # fmt: skip
def test_anything_else_is_a_storys_id(path: str) -> None:
    assert readings(path) == [story(path)]


def test_a_hostile_path_is_read_at_once() -> None:
    started = time.monotonic()
    for path in ("/versions" * 100_000, "/" * 100_000, "/versions/1" * 100_000):
        readings(path)
    assert time.monotonic() - started < 1
