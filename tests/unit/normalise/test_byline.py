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
        ("Door Anna Voorbeeld", None, "Anna Voorbeeld"),
        ("Di Anna Esempio", None, "Anna Esempio"),
        ("Od Anny Vzor", None, "Anny Vzor"),
        ("От Анны", None, "Анны"),
        ("Par Anne Exemple, avec l'ENA", None, "Anne Exemple, avec l'ENA"),
        ("Par Exempel", None, "Par Exempel"),
        ("Par Exempel (ENA)", None, "Par Exempel (ENA)"),
        ("Par Arne Exempel", "sv", "Par Arne Exempel"),
        ("Par Arne Exempel", "en", "Par Arne Exempel"),
        ("Di Esempio", None, "Di Esempio"),
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


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("By Ann Example\nOSLO (ENA) -- It opened.", ("Ann Example", "OSLO (ENA) -- It opened.")),
        ("By Ann Example", (None, "By Ann Example")),
        ("By Monday the storm\nhad gone.", (None, "By Monday the storm\nhad gone.")),
    ],
)
def test_a_byline_is_the_first_line_of_a_paragraph(paragraph: str, expected: tuple[str | None, str]) -> None:
    assert byline.split(paragraph) == expected


@pytest.mark.parametrize(("sent", "is_copyright"), [("(©ENA)", True), ("© Example News", True), ("Ann Example", False)])
def test_an_owner_is_no_writer(sent: str, is_copyright: bool) -> None:
    assert byline.is_copyright(sent) is is_copyright
