"""Sign-offs under a story get their kinds; sentences that look alike stay the story's own."""

from __future__ import annotations

import pytest

from newswire.normalise import sign_offs
from newswire.story import Paragraph, ParagraphKind

LEAD, LAST = "The harbour was opened again on Sunday.", "Nobody was hurt, she said."
CREDIT, MARK, BODY = ParagraphKind.CREDIT, ParagraphKind.SHORTCODE, ParagraphKind.BODY


def _label(*texts: str) -> list[tuple[ParagraphKind, str]]:
    labelled = sign_offs.label([Paragraph(text=text) for text in texts])
    return [(paragraph.kind, paragraph.text) for paragraph in labelled]


@pytest.mark.parametrize("rule", sign_offs.examples(), ids=lambda rule: str(rule["name"]))
def test_each_rule_knows_its_example(rule: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    *_, labelled = sign_offs.label([Paragraph(text=LEAD), Paragraph(text=rule["example"])])
    assert (labelled.kind, labelled.why) == (ParagraphKind(rule["kind"]), f"{rule['name']}: {rule['reason']}")
    assert _label(LEAD, rule["genuine"]) == [(BODY, LEAD), (BODY, rule["genuine"])]

    others = tuple(map(sign_offs._rule, (other for other in sign_offs.examples() if other != rule)))
    monkeypatch.setattr(sign_offs, "_rules", lambda: others)
    assert _label(LEAD, rule["example"])[-1] == (BODY, rule["example"])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("AAP aw/tr", CREDIT),
        ("AAP RTV ar", CREDIT),
        ("AAP gfr", CREDIT),
        ("AFP sn", CREDIT),
        ("END AAP", CREDIT),
        ("END AAP aw/tr", CREDIT),
        ("EFE abc/def", CREDIT),
        ("EFE abc-def/gh/ij", CREDIT),
        ("dpa ms ab", CREDIT),
        ("dpa yyon n1 jul", CREDIT),
        ("dpa-afx ab", CREDIT),
        ("BELGA/VDV", CREDIT),
        ("bur-ab/cd", CREDIT),
        ("kmz/ jar/", CREDIT),
        ("Lusa/Fim", CREDIT),
        ("JML // ZO.", CREDIT),
        ("/ritzau/", CREDIT),
        ("Ann Example/Ritzau", CREDIT),
        ("(END) Dow Jones Newswires", CREDIT),
        ("(Schluss) mri/cor", CREDIT),
        ("((ann@example.com; +1 555 1234;))", CREDIT),
        ("((Reporting by Ann Example; Editing by Bob Example))", CREDIT),
        ("Enditem", MARK),
        ("(END)", MARK),
        ("(IPS/END/2026)", MARK),
        ("(Schluss)", MARK),
        ("-0-", MARK),
        ("###", MARK),
        ("# # #", MARK),
        ("- 30 -", MARK),
        ("-30-", MARK),
        ("— 30 —", MARK),
        ("NNNN", MARK),
        ("ends", MARK),
        ("-Ends-", MARK),
        ("FIN", MARK),
        ("(more)", MARK),
        ("MORE", MARK),
        ("-more-", MARK),
        ("mehr", MARK),
        ("(à suivre)", MARK),
        ("___", MARK),
        ("MORE pl/ts", MARK),
        ("PTI ABC / SS", CREDIT),
        ("PTI ABC", CREDIT),
        ("Te jh", CREDIT),
        ("ann.example@ena.example", CREDIT),
        ("(Contact the newsroom by e-mail: ann@ena.example)", CREDIT),
    ],
)
def test_a_sign_off(text: str, kind: ParagraphKind) -> None:
    assert _label(LEAD, text) == [(BODY, LEAD), (kind, text)]


@pytest.mark.parametrize(
    "text",
    [
        "MORE than 100 people came.",
        "More to come, he said.",
        "More follows.",
        "The old reporters ended their copy with - 30 -",
        'They wrote "- 30 -" under it.',
        "(He did not say more.)",
        "((He did not say more.))",
        "AP is on it",
        "PA has won",
        "AFP",
        "Na ja",
        "MORE and/or less",
        "(Write to ann@ena.example and win.)",
        "END",
        "Berlin/Hamburg",
        "Either/or",
        "and/or",
        "At the end",
        "The story ends",
        "Ann Example/Bob Example",
        "...",
        "30",
        "",
    ],
)
def test_the_storys_own(text: str) -> None:
    expected = MARK if text == "END" else BODY
    assert _label(LEAD, text) == [(BODY, LEAD), (expected, text)]
    assert _label(text or LEAD)[0][0] is BODY


@pytest.mark.parametrize(
    ("sign_off", "kind"),
    [
        ("Enditem", MARK),
        ("(END)", MARK),
        ("-0-", MARK),
        ("(Schluss) mri/cor", CREDIT),
        ("/ritzau/", CREDIT),
        ("/ritzau/AFP", CREDIT),
        ("AAP aw/tr", CREDIT),
        ("PTI ABC / SS", CREDIT),
        ("(©NTB)", ParagraphKind.COPYRIGHT),
    ],
)
def test_behind_the_last_sentence(sign_off: str, kind: ParagraphKind) -> None:
    assert _label(LEAD, f"{LAST} {sign_off}") == [(BODY, LEAD), (BODY, LAST), (kind, sign_off)]
    assert _label(f"{LAST} {sign_off}") == [(BODY, LAST), (kind, sign_off)]
    assert _label(f"{LAST} {sign_off}", LAST)[0] == (BODY, f"{LAST} {sign_off}")


def test_in_a_line_of_its_own() -> None:
    assert _label(f"{LAST}\nAAP aw/tr\nNNNN") == [(BODY, LAST), (CREDIT, "AAP aw/tr"), (MARK, "NNNN")]


def test_the_markup_loses_it_too() -> None:
    marked = Paragraph(text=f"{LAST} Enditem", html=f"<p><b>{LAST}</b> <i>Enditem</i></p>")
    own, mark = sign_offs.label([marked])

    assert (own.text, own.html) == (LAST, f"<p><b>{LAST}</b> <i></i></p>")
    assert (mark.text, mark.html) == ("Enditem", None)
    odd = Paragraph(text=f"{LAST} Enditem", html=f"<p>{LAST} End<b>item</b></p>")
    assert sign_offs.label([odd]) == [odd]


def test_several_under_a_story_and_others_between() -> None:
    credit = Paragraph(kind=CREDIT, text="(ENA)", why="agency")
    labelled = sign_offs.label([*(Paragraph(text=text) for text in (LEAD, LAST, "AAP aw/tr")), credit, MORE])

    assert [paragraph.kind for paragraph in labelled] == [BODY, BODY, CREDIT, CREDIT, MARK]


MORE = Paragraph(text="MORE")


def test_only_a_mark_stands_before_other_paragraphs() -> None:
    contact = "About Example Corp.: it builds harbours."

    assert _label(LEAD, "###", contact) == [(BODY, LEAD), (MARK, "###"), (BODY, contact)]
    assert _label(LEAD, "AAP aw/tr", contact)[1] == (BODY, "AAP aw/tr")
    assert _label(LEAD, "###", *[contact] * 8)[1] == (BODY, "###")


def test_the_first_paragraph_is_the_story() -> None:
    assert _label("NNNN", "###") == [(BODY, "NNNN"), (MARK, "###")]
    assert _label() == []


@pytest.mark.parametrize(
    "piece", ["a/", "a-", "AAP ", "(", "((", "# ", "- ", ". ", "Enditem ", "A ", "a. ", ".)", "\n"]
)
def test_any_text_takes_no_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))

    assert "".join(text for _, text in _label(LEAD, text)).startswith(LEAD)
