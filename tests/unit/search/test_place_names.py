from __future__ import annotations

import pytest

from newswire.search.place_names import find


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Ukraine", "UA"),
        ("ukraine", "UA"),
        ("UK", "GB"),
        ("U.K.", "GB"),
        ("Britain", "GB"),
        ("usa", "US"),
        ("Côte d’Ivoire", "CI"),
        ("Türkiye", "TR"),
        ("Georgia", "GE"),
        ("Kyiv", None),
        ("California", None),
    ],
)
def test_a_place_is_a_country_or_not(name: str, country: str | None) -> None:
    found = find(name)
    assert found
    assert found.country == country


@pytest.mark.parametrize("name", ["Saint-Étienne", "st. etienne", "ST ETIENNE", "Saint Étienne"])
def test_a_place_is_known_however_its_name_is_written(name: str) -> None:
    assert find(name) == find("Saint-Étienne") is not None


def test_of_several_places_the_largest_is_meant() -> None:
    london = find("london")
    assert london
    assert (round(london.lat), round(london.lon)) == (52, 0)


@pytest.mark.parametrize("name", ["", "no such place", "x" * 100_000, "'; DROP TABLE names"])
def test_a_place_that_is_not_known(name: str) -> None:
    assert find(name) is None


@pytest.mark.parametrize(
    ("name", "geonames_id"),
    [("New York", 5128581), ("Köln", 2886242), ("Washington", 4140963), ("Ontario", 6093943), ("Victoria", 2145234)],
)
def test_a_city_is_meant_before_the_region_around_it_and_not_a_town_elsewhere(name: str, geonames_id: int) -> None:
    found = find(name)
    assert found
    assert found.geonames_id == geonames_id
