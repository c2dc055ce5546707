from __future__ import annotations

import pytest

from newswire.tagging import speech_words


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("said", "say"),
        ("Adding", "say"),
        ("replies", "say"),
        ("quipped", "say"),
        ("calls", "judge"),
        ("criticized", "judge"),
        ("believes", "think"),
        ("walked", None),
    ],
)
def test_verbs_are_known_in_all_their_forms(word: str, kind: str | None) -> None:
    assert speech_words.verb_class(word) == kind


@pytest.mark.parametrize(("word", "pronoun"), [("Hillary", "she"), ("vladimir", "he"), ("Mrs.", "she"), ("Xqz", None)])
def test_first_names_and_titles_tell_he_or_she(word: str, pronoun: str | None) -> None:
    assert speech_words.gender(word) == pronoun


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("participles", "adding"),
        ("reporting", "tells"),
        ("no_reporters", "everybody"),
        ("passive_speakers", "quoted"),
        ("nouns", "vow"),
        ("documents", "statement"),
        ("offices", "prime minister"),
        ("epithets", "australian"),
        ("bodies", "ministry"),
        ("bodies_by_name", "ministry"),
        ("persons", "neighbour"),
        ("anybody", "lady"),
        ("title_words", "executive"),
        ("inverting", "writes"),
        ("crowds", "crowd"),
        ("she_titles", "spokeswoman"),
        ("he_titles", "spokesman"),
    ],
)
def test_each_list_is_read(name: str, word: str) -> None:
    assert word in speech_words.words(name)


def test_both_lists_have_a_version() -> None:
    assert all(speech_words._read(path)["version"] for path in (speech_words._SPEECH, speech_words._FIRST_NAMES))


@pytest.mark.parametrize(
    ("word", "is_person"), [("Neighbour", True), ("mayor", True), ("wife", True), ("Rose", False), ("report", False)]
)
def test_nouns_of_one_person_are_known(word: str, *, is_person: bool) -> None:
    assert speech_words.is_person(word) is is_person
