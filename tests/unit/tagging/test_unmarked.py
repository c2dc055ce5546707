from __future__ import annotations

import json
import time

import pytest

from newswire.tagging import tagger
from newswire.tagging.unmarked import Unmarked


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("No mark-up: 3 < 4 & 5 > 4, a <b and R&D; done.", "No mark-up: 3 < 4 & 5 > 4, a <b and R&D; done."),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo.\n\n"),
        ("<P CLASS='x'>One</P>", "One\n\n"),
        ("Pu<b>tin</b> <em>left</em>.", "Putin left."),
        ("One<br>two<br/>three", "One\ntwo\nthree"),
        ("One\nline.<p>Two", "One line.\n\nTwo"),
        ("One.\n\nTwo\n \nThree.<p>Four", "One.\n\nTwo\n \nThree.\n\nFour"),
        ("&quot;Yes,&quot; &#8220;no&#x201d; AT&amp;T&nbsp;too &nosuch;", '"Yes," “no” AT&T too &nosuch;'),
        ("&lt;p&gt;&amp;quot;One&amp;quot;&lt;/p&gt; 3 &lt; 4", '"One"\n\n 3 < 4'),
        ("a<script>var x = 'Putin <b>';</script >b", "a\n\nb"),
        ("a<style>.paris {}</style>b<!-- Rome -->c", "a\n\nb\n\nc"),
        ('a <script src="paris.js"/>b', "a \n\nb"),
        ("a <script>never closed", "a \n\n"),
        ('<a href="x>y" title=\'<Rome>\'>link</a> <a href="http://cut', "link "),
        ("<![CDATA[One]]> <?php echo ?><!DOCTYPE html>two", "One two"),
        ("<q>Yes</q>", '"Yes"'),
        ("", ""),
    ],
)
def test_mark_up_is_no_text(given: str, text: str) -> None:
    assert Unmarked(given).text == text


@pytest.mark.parametrize(
    ("given", "words", "there"),
    [
        ("plain words", "words", "words"),
        ("<p>by AT&amp;T</p>", "AT&T", "AT&amp;T"),
        ("&amp;lt;b&amp;gt;Rome", "Rome", "Rome"),
        ("&quot;We go&#8230;&quot; he", "We go…", "We go&#8230;"),
        ("Vladimir <b>Pu</b>tin", "Vladimir Putin", "Vladimir <b>Pu</b>tin"),
        ("<p>&amp;amp; &lt;i&gt;Rome&lt;/i&gt;", "Rome", "Rome"),
    ],
)
def test_words_are_found_in_the_text_as_given(given: str, words: str, there: str) -> None:
    unmarked = Unmarked(given)
    start = unmarked.text.index(words)
    found, end = unmarked.given(start, start + len(words))
    assert given[found:end] == there


def test_nothing_of_the_mark_up_is_tagged_and_offsets_are_of_the_text_as_given() -> None:
    body = (
        '<script>var author = "Vladimir Putin";</script><style>.Paris { }</style>\n'
        "<p>ROME (ENA) - President <b>Ada Example</b> of the <a href='https://x.invalid/Boris-Johnson'>Harbour Bank</a>"
        " spoke.</p>\n<p>&#8220;We like the harbour&amp;pier very much,&#8221; said Example in Naples.</p>"
    )
    [tags] = tagger.tag([tagger.Text("Talks &amp; more", body, "en")])
    names = {name.name: [body[start:end] for start, end in name.mentions] for name in tags.names}
    assert {"Ada Example", "Naples"} <= set(names)
    assert not {"Vladimir Putin", "Paris", "Boris Johnson", "Boris-Johnson"} & set(names)
    assert names["Naples"] == ["Naples"]
    assert names["Ada Example"] == ["Ada Example", "Example"]
    naples = next(place for place in tags.places if place.name == "Naples")
    assert [body[start:end] for start, end in naples.mentions] == ["Naples"]
    [quote] = tags.quotes
    assert body[quote.start : quote.end] == "We like the harbour&amp;pier very much,"
    assert (quote.text, quote.speaker) == ("We like the harbour&pier very much,", "Ada Example")
    assert "quot" not in json.dumps(tags.keywords)


@pytest.mark.parametrize(
    "piece",
    ["<", "<a ", '<a "', "<a '", "<script>", "<!--", "&amp;", "&", "<p>", "<a href=", "<p> \n", "\n ", " ", "<?"],
)
def test_hostile_mark_up_ends_soon(piece: str) -> None:
    start = time.process_time()
    Unmarked("<p>" + piece * (100_000 // len(piece)))
    assert time.process_time() - start < 1
