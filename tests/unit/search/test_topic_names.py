from __future__ import annotations

from pathlib import Path

import pytest

from newswire.search import topic_names
from newswire.search.topic_names import name, parent, resolve, with_broader

FOOTBALL, SPORT, CRIME = "medtop:20001065", "medtop:15000000", "medtop:20000082"


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ("medtop:20001065", (FOOTBALL,)),
        ("MEDTOP:20001065", (FOOTBALL,)),
        ("20001065", (FOOTBALL,)),
        ("15054000", (FOOTBALL,)),
        ("subj:15054000", (FOOTBALL,)),
        ("4000000", ("medtop:04000000",)),
        ("football", (FOOTBALL,)),
        (" Football ", (FOOTBALL,)),
        ("Soccer", (FOOTBALL,)),
        ("sport", (SPORT,)),
        ("SPORTS", (SPORT,)),
        ("crime", (CRIME,)),
        ("law", ("medtop:20000121",)),
        ("crime, law and justice", ("medtop:02000000",)),
        ("crime law and justice", ("medtop:02000000",)),
        ("finance", ("medtop:04000000",)),
        ("20009999", ()),
        ("99999999", ()),
        ("no such topic", ()),
        ("", ()),
        ("medtop:", ()),
    ],
)
def test_a_reader_means(value: str, codes: tuple[str, ...]) -> None:
    assert resolve(value) == codes


def test_a_topic_has_those_above_it() -> None:
    line = with_broader(FOOTBALL)
    assert (line[0], line[-1]) == (FOOTBALL, SPORT)
    assert with_broader(SPORT) == [SPORT]
    assert with_broader("medtop:99999999") == ["medtop:99999999"]
    assert with_broader("own:20001065") == ["own:20001065"]


def test_the_parents_lead_to_the_top() -> None:
    assert parent(SPORT) is None
    assert parent(with_broader(FOOTBALL)[-2]) == SPORT
    assert parent("own:1") is None


def test_names() -> None:
    assert name(FOOTBALL) == "football"
    assert name("medtop:99999999") is None
    assert "football" in topic_names.names()


def test_each_alias_means_topics_that_there_are_and_is_no_topics_name() -> None:
    lines = Path(topic_names.__file__).with_name("topic_aliases.tsv").read_text().splitlines()
    known = {each.lower() for each in topic_names.names()}
    for alias, *codes in (line.split("\t") for line in lines):
        assert codes
        assert all(name(code) for code in codes), alias
        assert alias not in known
