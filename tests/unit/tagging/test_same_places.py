from __future__ import annotations

from newswire.story import Origin
from newswire.tagging.names import Name
from newswire.tagging.places import ResolvedPlace
from newswire.tagging.same_places import merge


def _name(name: str, *mentions: tuple[int, int]) -> Name:
    return Name("place", name, mentions, 0.9, "known", Origin.RULE)


def _place(name: Name, geonames_id: int | None) -> ResolvedPlace:
    return ResolvedPlace(name.name, geonames_id, 1.0, 2.0, "US", "United States", None, 0.9, "the name", name.mentions)


SHORT, LONG, OTHER = _name("U.S.", (0, 4), (40, 44)), _name("United States", (20, 33)), _name("Lyon", (50, 54))


def test_two_names_of_one_place_are_one_entity_with_all_mentions() -> None:
    places = [_place(SHORT, 6252001), _place(LONG, 6252001), _place(OTHER, 2996944)]

    names, merged = merge([SHORT, LONG, OTHER], places)

    everywhere = ((0, 4), (20, 33), (40, 44))
    assert [(name.name, name.mentions) for name in names] == [("United States", everywhere), ("Lyon", ((50, 54),))]
    assert [(place.name, place.mentions) for place in merged] == [(name.name, name.mentions) for name in names]


def test_regions_without_an_id_and_a_dateline_without_mentions_stay_as_they_are() -> None:
    filed = _name("Lyon")
    places = [_place(SHORT, None), _place(LONG, None), _place(OTHER, 2996944), _place(filed, 2996944)]

    assert merge([SHORT, LONG, OTHER], places) == ([SHORT, LONG, OTHER], places)
