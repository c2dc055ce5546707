"""Bylines: the names, without the word before them."""

from __future__ import annotations

import pytest

from newswire.normalise import byline


@pytest.mark.parametrize(
    ("sent", "language", "expected"),
    [
        ("By Ann Example, Example News Agency", "en", "Ann Example, Example News Agency"),
        ("BY ANN EXAMPLE", None, "ANN EXAMPLE"),
        ("Von Anna Beispiel und Otto Beispiel, dpa", "de", "Anna Beispiel und Otto Beispiel, dpa"),
        ("Par Anne Exemple", "fr", "Anne Exemple"),
        ("Por Ana Ejemplo", "es", "Ana Ejemplo"),
        ("Di Anna Esempio", "it", "Anna Esempio"),
        ("Av Anna Exempel", "sv-SE", "Anna Exempel"),
        ("Di Maio Luigi", "en", "Di Maio Luigi"),
        ("von der Example", "de", "von der Example"),
        ("Byron Example", "en", "Byron Example"),
        ("By", "en", "By"),
        ("By: Ann Example", "en", "Ann Example"),
    ],
)
def test_without_by(sent: str, language: str | None, expected: str) -> None:
    assert byline.without_by(sent, language) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By ANN EXAMPLE and BOB EXAMPLE", "ANN EXAMPLE and BOB EXAMPLE"),
        ("By Ann Example, Example News Agency", "Ann Example, Example News Agency"),
        ("Von Anna Beispiel, dpa", "Anna Beispiel, dpa"),
        ("By The Example Agency", "The Example Agency"),
        ("By Monday, the storm had gone.", None),
        ("By 2020", None),
        ("By Dawn", None),
        ("Von der Example in Berlin", None),
        ("Example by Ann Example", None),
    ],
)
def test_a_line_that_is_a_byline(line: str, expected: str | None) -> None:
    assert byline.of_line(line) == expected
