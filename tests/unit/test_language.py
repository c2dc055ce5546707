"""The language of a text, or none where that cannot be told."""

from __future__ import annotations

import pytest

from newswire import language

ENGLISH = "The harbour was opened again on Sunday after the storm had gone, officials of the town said. " * 5
GERMAN = "Der Hafen wurde am Sonntag nach dem Sturm wieder geöffnet, wie die Behörden der Stadt mitteilten. " * 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ENGLISH, "en"),
        (GERMAN, "de"),
        ("HARBOUR OPENS AGAIN AFTER STORM", "en"),
        ("Le port a été rouvert dimanche après la tempête.", "fr"),
        ("Порт снова открыли в воскресенье после бури.", "ru"),
        ("港口在暴风雨后的星期天重新开放。", "zh"),
        ("", None),
        ("1-2 3:4", None),
        ("Oslo", None),
        (ENGLISH[:300] + GERMAN[:300], None),
        ("bad \x08 \ufffe \ud800 characters " + ENGLISH, "en"),
    ],
)
def test_detect(text: str, expected: str | None) -> None:
    assert language.detect(text) == expected


@pytest.mark.parametrize(
    ("said", "text", "warned"),
    [
        ("de", ENGLISH, True),
        ("de-DE", ENGLISH, True),
        ("en-GB", ENGLISH, False),
        ("EN", ENGLISH, False),
        ("de", ENGLISH[:100], False),
        ("mul", ENGLISH, False),
        ("nb", "Havnen ble åpnet igjen på søndag etter at stormen hadde gitt seg, sier byen. " * 5, False),
    ],
)
def test_a_contradiction_is_a_warning(said: str, text: str, warned: bool) -> None:
    assert (language.contradiction(said, text) is not None) is warned


SHORT = "Storm hits Bergen. Residents of Mars, Pennsylvania, sent help. The sun shone over Phoenix and Venus, Texas."


@pytest.mark.parametrize(
    ("text", "expected"),
    [(SHORT, "en"), (ENGLISH, "en"), (GERMAN, "de"), ("", None), ("Oslo", None), ("1-2 3:4 " * 50, None)],
)
def test_the_likeliest_language_of_a_text_full_of_names(text: str, expected: str | None) -> None:
    assert language.likeliest(text) == expected
    assert language.detect(SHORT) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Putin dies.", "en"),
        ("Nikkei falls", "en"),
        ("Xi in Moscow", "en"),
        ("Dies ist gut", "de"),
        ("Le pape est mort", "fr"),
        ("港口开放", "zh"),
        ("Putin muere", None),
        ("Anna 5", None),
    ],
)
def test_a_flash_of_a_few_words_has_a_likeliest_language(text: str, expected: str | None) -> None:
    assert language.likeliest(text) == expected
    assert language.detect(text) is None
