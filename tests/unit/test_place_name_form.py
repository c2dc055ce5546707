"""The form in which names of places are compared."""

from __future__ import annotations

import pytest

from newswire.place_name_form import fold


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Saint-Étienne", "st etienne"),
        ("Łódź", "lodz"),
        ("N'Djamena", "ndjamena"),
        ("Washington, D.C.", "washington dc"),
        ("Île-de-France", "ile de france"),
        ("Gießen", "giessen"),
        ("İstanbul", "istanbul"),
        ("Mount  Vernon", "mt vernon"),
        ("St. John’s", "st johns"),
        ("Sainte-Foy", "ste foy"),
        ("Fort Worth", "ft worth"),
        ("Ə ß þ æ", "e ss th ae"),
        ("-_- .", ""),
    ],
)
def test_what_names_of_a_place_have_in_common(name: str, folded: str) -> None:
    assert fold(name) == folded
