from __future__ import annotations

import pytest

from newswire.search.place_names import find, folded
from newswire.tagging.gazetteer import fold


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


def test_of_several_places_the_largest_is_meant() -> None:
    london = find("london")
    assert london
    assert (round(london.lat), round(london.lon)) == (52, 0)


@pytest.mark.parametrize("name", ["", "no such place", "x" * 100_000, "'; DROP TABLE names"])
def test_a_place_that_is_not_known(name: str) -> None:
    assert find(name) is None


@pytest.mark.parametrize(
    "name", ["St. John’s", "Łódź", "İstanbul", "Fort Worth", "Ə ß þ æ", "Sainte-Foy", "Port-au-Prince"]
)
def test_names_are_looked_up_as_the_gazetteer_holds_them(name: str) -> None:
    assert folded(name) == fold(name)
