"""Parts of an HTML body that its class names mark."""

from __future__ import annotations

import pytest

from newswire.formats.body_marks import Marks, take_out


@pytest.mark.parametrize(
    ("markup", "rest", "marks"),
    [
        ("<p class='byline'>Jane Doe</p><p>Text.</p>", "<p>Text.</p>", Marks(bylines=["Jane Doe"])),
        (
            '<DIV id="a" CLASS="x byline y"><b>Jane</b> Doe</DIV><p>Text.</p>',
            "<p>Text.</p>",
            Marks(bylines=["Jane Doe"]),
        ),
        ("<p><span class='dat'>OSLO</span> Text.</p>", "<p> Text.</p>", Marks(datelines=["OSLO"])),
        ('<p class="dateline">OSLO</p><p>Text.</p>', "<p>Text.</p>", Marks(datelines=["OSLO"])),
        (
            '<div class="dat"><span class="vignette">Roads</span><span class="source">NW</span></div><p>Text.</p>',
            "<p>Text.</p>",
            Marks(vignettes=["Roads NW"]),
        ),
        (
            '<figure><img/><div class="byline">Jane Doe/NW</div><figcaption>A bridge.</figcaption></figure>',
            "<figure><img/><figcaption>A bridge.</figcaption></figure>",
            Marks(picture_bylines=["Jane Doe/NW"]),
        ),
        (
            '<figure><img/></figure><div class="byline">Jane Doe</div>',
            "<figure><img/></figure>",
            Marks(bylines=["Jane Doe"]),
        ),
    ],
)
def test_marked_parts(markup: str, rest: str, marks: Marks) -> None:
    assert take_out(markup) == (rest, marks)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>He was born on <span class='dat'>11 May</span> in Oslo.</p>",
        "<p>So says <span class='byline'>Jane Doe</span>, who was there.</p>",
        "<p class='bylines'>Text.</p>",
        "<p class='no-dat'>Text.</p>",
        "<p data-x='byline'>Text.</p>",
        "<p class='byline'></p>",
        "<div class='byline'>Open",
        "Text.",
        "",
    ],
)
def test_what_is_a_part_of_the_text_stays(markup: str) -> None:
    assert take_out(markup) == (markup, Marks())


@pytest.mark.parametrize(
    "piece", ["<", "<p class='byline'>", "<p class='byline'>a <b>", "<span class='dat'>x</span>", " byline "]
)
def test_hostile_markup(piece: str) -> None:
    markup = (piece * 100_000)[:100_000]
    rest, marks = take_out(markup)

    assert len(rest) + sum(map(len, marks.bylines + marks.datelines)) <= len(markup)
