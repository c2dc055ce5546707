from __future__ import annotations

import pytest

from newswire.search.index_only import acronyms_of, id_hash, index_only
from newswire.story import Organisation, Origin, Place, Topic
from tests.unit.stories import make_story


@pytest.mark.parametrize(
    ("name", "acronyms"),
    [
        ("United Nations", {"un"}),
        ("UN", {"un"}),
        ("U.N.", {"un"}),
        ("Ministry of Defence", {"mod", "md"}),
        ("Côte d’Azur Élan", {"cdae"}),
        ("Children's Fund", {"cf"}),
        ("Apple", set()),
        ("X", set()),
        ("", set()),
        ("Of the", {"ot"}),
    ],
)
def test_acronyms(name: str, acronyms: set[str]) -> None:
    assert acronyms_of(name) == acronyms


def test_a_hash_fits_the_engines_integer_and_stays() -> None:
    hashes = [id_hash(f"ena:{number}") for number in range(1000)]
    assert min(hashes) >= -(2**31)
    assert max(hashes) < 2**31
    assert min(hashes) < 0 < max(hashes)
    assert id_hash("ena:urn:newsml:example.com:20260301:1") == -930257779


def test_a_story_is_found_by_broader_topics_acronyms_and_where_its_towns_are() -> None:
    def place(name: str, lat: float | None, lon: float | None, country: str) -> Place:
        return Place(name=name, lat=lat, lon=lon, country=country, origin=Origin.RULE, confidence=1)

    story = make_story(
        topics=(Topic(code="medtop:20001065", name="football", origin=Origin.RULE, confidence=1),),
        organisations=(Organisation(name="United Nations", origin=Origin.MODEL, confidence=1),),
        places=(
            place("Kharkiv", 49.98, 36.25, "UA"),
            place("Ukraine", 49.0, 32.0, "UA"),
            place("Georgia", 32.7, -83.4, "US"),
            place("Nowhere", None, None, "UA"),
        ),
    )
    found = index_only(story)
    assert {"medtop:20001065", "medtop:15000000"} <= set(found["topics"])
    assert found["acronyms"] == ["un"]
    assert found["points"] == [{"lat": 32.7, "lon": -83.4}, {"lat": 49.98, "lon": 36.25}]
    assert found["id_hash"] == id_hash(story.id)
