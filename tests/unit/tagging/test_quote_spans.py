from __future__ import annotations

import time

import pytest

from newswire.tagging import quote_spans


def _words(text: str) -> list[str]:
    return [text[segment.start : segment.end] for part in quote_spans.find(text) for segment in part.segments]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"I do," he said, "and I will."', ["I do,", "and I will."]),
        ("“I do,” he said.", ["I do,"]),
        ("„Das ist gut“, sagte er.", ["Das ist gut"]),
        ("»Ja«, sagte sie.", ["Ja"]),
        ("« Oui, on y va », dit-il.", ["Oui, on y va"]),
        ("彼は「はい」と言った。", ["はい"]),
        ("``Old wire style,'' he said.", ["Old wire style,"]),
        ("``It's old,'' he said.", ["It's old,"]),
        ("‘It’s a mess,’ said Mr Doe.", ["It’s a mess,"]),
        ("“It is a mess,’’ said Mr Doe. “It is.’’", ["It is a mess,", "It is."]),
        ("\"It is a mess,'' said Mr Doe.", ["It is a mess,"]),
        ("‘The workers’ pay is bad,’ he said.", ["The workers’ pay is bad,"]),
        ("'We're late,' she said in the '90s.", ["We're late,"]),
        ("rock 'n' roll and the boys' toys in '68", []),
        ('6\'2" tall, he said "ok then".', ["ok then"]),
        ("“He told me ‘go’ and I went,” she said.", ["He told me ‘go’ and I went,"]),
        ('“He told me "go" and I went,” she said.', ['He told me "go" and I went,']),
        ('He cried “never" and left. “Ever.”', ["never", "Ever."]),
        ('" Set apart , " he said , " twice . "', ["Set apart ,", "twice ."]),
        ("“Never closed, that much is sure.", ["Never closed, that much is sure."]),
        ("“Never closed, he said. Then he left.", ["Never closed,"]),
        ("“Never closed? asked Jane Doe of the port.", ["Never closed?"]),
        ("“Never closed, the harbour master told reporters. “Twice,” he said.", ["Never closed,", "Twice,"]),
        ("“Never closed. It will be. Jane Doe said the pier was long.", ["Never closed. It will be."]),
        ("“Never closed. John Roe, her aide, said it was “long” then.", ["Never closed.", "long"]),
        ("“Never closed. John Roe said it was ‘too long’.", ["Never closed.", "too long"]),
        ("“I asked him, he said no, and that was that.", ["I asked him, he said no, and that was that."]),
        ("“We are coming. He also promised a pier.", ["We are coming."]),
        ("“I asked. He said he would. We said no.", ["I asked. He said he would. We said no."]),
        ("“One, she said no.\n\n“Two,” he said.", ["One, she said no.", "Two,"]),
        ("“One. Jane Doe said so.\n\n“Two,” he said.", ["One. Jane Doe said so.", "Two,"]),
        ("“One, she said.\n\n“Two,” he said.", ["One,", "Two,"]),
        ('"Not closed. He said "another" here', ["Not closed. He said", "another"]),
        ("Closed only” here, and “” empty.", []),
        ("“A long line that a narrow column wraps around\nin the middle,” he said", None),
        ("", []),
    ],
)
def test_all_styles_of_marks(text: str, words: list[str] | None) -> None:
    expected = words if words is not None else [text[1 : text.index("”")]]
    assert _words(text) == expected


def test_a_quotation_goes_on_where_the_next_paragraph_opens_with_its_mark() -> None:
    text = "“One.\n\n“Two,” he said. “Three.”\n\n“Four.”"
    segments = [segment for part in quote_spans.find(text) for segment in part.segments]
    assert [segment.continued for segment in segments] == [False, True, False, False]


def test_paragraphs_end_at_blank_lines_and_at_lines_that_are_whole() -> None:
    text = "A short line\nThe next one.\n\nThe last."
    assert [text[part.start : part.end] for part in quote_spans.find(text)] == [
        "A short line",
        "The next one.",
        "The last.",
    ]


@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "'",
        "'a ",
        "“a ",
        "‘a ",
        '"a',
        "‘as’ b ",
        "'s' b ",
        "‘a’b ",
        "\n",
        "“\n\n",
        "🌊“",
        "«»",
        "“a, he said. ",
        "“A said ‘B, C D E said ‘",
        "a, the b c ",
        "A. B C, d ",
    ],
)
def test_hostile_marks_end_soon(piece: str) -> None:
    text = "“" + piece * (100_000 // len(piece))
    start = time.process_time()
    quote_spans.find(text)
    assert time.process_time() - start < 2
