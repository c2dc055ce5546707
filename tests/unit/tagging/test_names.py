"""Names: what the rules add to the language model, one rule a row."""

from __future__ import annotations

import re
import time

import pytest

from newswire.story import Dateline, Origin
from newswire.tagging import language_model, names
from newswire.tagging.names import Name

_MARK = re.compile(r"\[(?P<type>[POL]) (?P<name>[^\]]+)\]")
_LETTERS = {"person": "P", "organisation": "O", "place": "L"}


def _find(text: str, dateline: Dateline | None = None) -> list[Name]:
    (doc,) = language_model.name_docs([text])
    return names.find(text, doc, dateline)


def _marked(text: str) -> str:
    """Return the text with its names in brackets, as the tests write them."""
    spans = sorted((*span, _LETTERS[name.type]) for name in _find(text) for span in name.mentions)
    shown, last = "", 0
    for start, end, letter in spans:
        shown += f"{text[last:start]}[{letter} {text[start:end]}]"
        last = end
    return shown + text[last:]


@pytest.mark.parametrize(
    "expected",
    [
        # datelines and agencies
        "[L PORTO ALEGRE] ([O Reuters]) - Rain fell on Monday.",
        "[L HALVORSTAD], [L Norway] ([O AP]) — Snow fell on Monday.",
        "[O AP] - Police said on Monday that nobody was hurt.",
        # titles, callings, first names, initials, particles, suffixes
        "On Monday Prime Minister [P Tarvo Killik] resigned.",
        "The coach, British skipper [P Joe Harmsworth], agreed.",
        "Novels by [P J.K. Rowling] and [P Ludwig van der Heyden] sold well.",
        "A court freed [P Samuel Okoro Jr.], 34, on Friday.",
        "Talks with [P Moon Jae-in] and [P Abdel Fattah al-Sisi] went on.",
        "Lt. Gen. [P Marcus Oyelaran] and Sen. [P Dana McKinney] met.",
        # organisations by their words
        "The [O Ministry of Health and Population] denied it.",
        "The [O Centers for Disease Control and Prevention] changed its advice.",
        "The [O Tigray People's Liberation Front] vowed to fight on.",
        "Economists at [O Halvorsen Capital] expect a cut.",
        "The [O National Bank of Ukraine] sold dollars.",
        "Shares of [O Pelorix Inc] PLX.O fell.",
        "[O Deutsche Bank] Chief Executive [P Christian Sewing] spoke.",
        "A report in the newspaper [O Kvallsposten] named him.",
        "Flights of [O WestraJet] resumed.",
        # places
        "A ferry sank on [L Lake Bunyonyi] near [L Kabale].",
        "The [L Moscow]-based firm sold [L U.S.] assets.",
        "Ships left the [L Bay of Bengal] for [L Wando] province.",
        "He moved from [L Dallas], [L Texas], to [L The Hague].",
        # no names: nationalities, days, events, products, months, ideas
        "The Russian and French ministers spoke on Monday about COVID-19 and Brexit.",
        "She won the London Marathon and the Nobel Peace Prize in May.",
        "The S&P 500 and the Nasdaq Composite rose as Hurricane Edna neared.",
        "Children read the Bible in English on Christmas Day.",
        # possessives, "the"
        "[P Angela Merkel]'s cabinet met the [O European Commission]’s chief.",
        # towns by the words before them
        "He was born in [L Hull] and trained there.",
        "The union rallied in [L Hull] and [L Grimsby].",
        "[P Jane Doe] put her trust in [P Chandler].",
        # what "the" shows to be no name
        "They fly to the Moon in April.",
        # the social network, not an initial
        "The envoy posted on [O X]. [P Trump] agreed.",
        "The doctors relied on X-ray images.",
        # a share's listing
        "The maker [O Pelorix Inc] (NASDAQ: PLRX) and [O Norvik Bank] (OSE: NVB) agreed.",
        # a full stop ends a title's sentence
        "It passed, said a [L Newington] Republican. Democrats said no.",
        # lists
        "[L France], [L Germany] and [L Italy] signed.",
        # surnames that are cities and companies too, first names that are titles
        "[P Naomi Osaka] won. [P Osaka], 23, flew to [L Osaka].",
        "[P Dana Fitch] left. [P Fitch] said so.",
        "Her neighbour, [P Earl Simmons], was calm.",
        "It was [P Trump]'s decision, [L Tehran] said of the [O Trump Organization].",
        # teams are organisations, countries and cities are places
        "[O Barcelona] lost 2-1 at [O Cadiz] in the league. The striker scored a penalty. Fans in [L Barcelona] wept.",
        "[O Sevilla] forward [P Luis Ferrer] scored as the side beat [O Valencia] 3-1 in the derby.",
        "[L Wales] beat [L Ireland] 18-9 in the match; the coach praised the defence after the win, and the points.",
        # headline capitals, adjectives alone
        "[L Kenya] Slams [P Killik] for Turning Down Public Talk\nPresident [P Tarvo Killik] rejected it on Monday.",
        # towns by where they lie: near a sure one, in a country or state that is told, among others near them
        "[L Lebanon], [L Pa.] - Crews came from [L Annville], [L Cleona] and [L Palmyra].",
        "A bus of [L Pakistan]'s army fell off the road to [L Sukkur].",
        "Waves hit [L Vietnam]. [L Da Nang] has no power.",
        "A tanker of [L Brazil]'s fleet is in [L Rio Grande do Sul].",
        "Farmers near [L Jewell] and [L Ellsworth] met in [L Webster City]. [L Radcliffe] was glad; so was [L Boone].",
        # … unless it is a common word, or somebody has the name, or a company
        "Shops in [L Hong Kong] shut. Central banks agreed.",
        "[L Hull], [L Mass.] - [P Dana Quincy] left. [P Quincy] was calm.",
        "[L Tyler], [L Texas] - [O Lindale Inc] grew. It was [O Lindale] that paid.",
        "Her sons [P Mark] of [L Franklin], [L Ind.], and Dale of [L Naples], [L Fla.], wept.",
        # at a sentence's head a small word is no part of the town
        "In [L Hull] a hospital fell.",
        # the head of a sentence is no part of a county
        "Neighboring [L Bourbon County] closed a school in [L Kentucky].",
        # ships by what they are called once, and works in quotation marks
        "The tanker New Diamond burned. The crew left the New Diamond.",
        "HMS Kent sailed.",
        'She won an award for "Joker" in May.',
        # bodies of the sky
        "The probe left [L Bennu] on Monday.",
        # a company's part in a country is nobody, and a country neither
        "Fares of [O Virgin Australia] fell.",
        "The navy of [L Sri Lanka] is there.",
        # the model joins two bodies, or leaves a first name out
        "Bankers at [O Lazard] and [O Evercore] agreed.",
        # a known body has its nation, and none of its words is a name by itself
        "The [O Lebanese Red Cross] counted the dead, the [O U.S. Food and Drug Administration] said.",
        "The [O Prime Minister's Office] said so.",
        # what heads a line
        "BRIEF-[O Halvorsen Pharma] says trial failed",
        # an organisation's first word is short for it
        "[O Calder Foods] grew. [O Calder] employs 2,300 people.",
        # stadiums are no teams, a league makes a story one of sport
        "[O Dortmund] host [O Freiburg] in the Bundesliga. The coach lost a winger before the game.",
        # what stands before or behind says that it is a body
        "The drugmaker [O Laboratorios Liomont] and [O Cofepris], the regulator, agreed.",
        # what begins like a person's name is no place, unless it ends like one
        "Police held [P Agnes Chow] near the [L Mark O. Hatfield Courthouse].",
        # a ship by what is said behind it
        "They were aboard the Louise Michel, a rescue ship.",
        # a score is no part of a team
        "[O Ajax] beat [O Standard Liege] 2-0 in the Champions League. The coach praised the striker for the game.",
        # motorways
        "Lorries stood on the M20.",
        # seats of power by their use
        "The [O White House] said so. Reporters waited outside the [L White House].",
    ],
)
def test_rules(expected: str) -> None:
    text = _MARK.sub(lambda match: match["name"], expected)

    assert _marked(text) == expected


def _by_name(text: str) -> dict[str, list[str]]:
    return {name.name: [text[start:end] for start, end in name.mentions] for name in _find(text)}


@pytest.mark.parametrize(
    ("text", "name", "mentions"),
    [
        (
            "President Vladimir Putin spoke. Putin was calm, and Putin's aides agreed.",
            "Vladimir Putin",
            ["Vladimir Putin", "Putin", "Putin"],
        ),
        ("President Xi Jinping spoke in Beijing. Xi was calm.", "Xi Jinping", ["Xi Jinping", "Xi"]),
        (
            "The Organisation for Reef Protection (ORP) met. The ORP was founded in 1990.",
            "Organisation for Reef Protection",
            ["Organisation for Reef Protection", "ORP", "ORP"],
        ),
        ("Pelorix Inc said so. Pelorix shares fell.", "Pelorix Inc", ["Pelorix Inc", "Pelorix"]),
        (
            "Budget carrier Skylark Airways has no money. Tom Reardon told staff that Skylark owes a lot.",
            "Skylark Airways",
            ["Skylark Airways", "Skylark"],
        ),
        (
            "The goal was late. Leeds United had a striker on the pitch in the match; Leeds lost 2-1 in the league.",
            "Leeds United",
            ["Leeds United", "Leeds"],
        ),
        ("Boston Celtics fans sang. The Celtics won the game.", "Boston Celtics", ["Boston Celtics", "Celtics"]),
        ("GENEVA (AP) - Rain fell in Geneva.", "Geneva", ["GENEVA", "Geneva"]),
    ],
)
def test_one_entity_a_thing(text: str, name: str, mentions: list[str]) -> None:
    assert _by_name(text)[name] == mentions


def test_two_people_of_one_surname_stay_apart() -> None:
    text = "Peter Hollis met his sister, Mary Hollis. Later Hollis left."

    found = _by_name(text)

    assert found["Peter Hollis"] == ["Peter Hollis"]
    assert found["Mary Hollis"] == ["Mary Hollis"]
    assert found["Hollis"] == ["Hollis"]


def test_mr_and_ms_tell_two_people_of_one_surname_apart() -> None:
    found = _by_name("Peter Hollis met his sister, Mary Hollis. Mr Hollis left. Ms Hollis stayed.")

    assert found["Peter Hollis"] == ["Peter Hollis", "Hollis"]
    assert found["Mary Hollis"] == ["Mary Hollis", "Hollis"]


def test_a_surname_before_the_second_of_its_bearers_is_the_first_ones() -> None:
    text = "Peter Hollis spoke. Hollis was calm. His sister, Mary Hollis, was not."

    assert _by_name(text)["Peter Hollis"] == ["Peter Hollis", "Hollis"]


def test_each_name_says_why() -> None:
    found = {name.name: name for name in _find("Prime Minister Tarvo Killik flew to Kenya with Alan Brightwater-Moss.")}

    assert found["Tarvo Killik"].evidence == "title 'Prime Minister' before it"
    assert found["Tarvo Killik"].origin is Origin.RULE
    assert found["Kenya"].evidence == "a country"
    assert all(0 < name.confidence < 1 for name in found.values())


def test_the_dateline_of_the_story_tells_a_place() -> None:
    dateline = Dateline(text="BRANNVIK (AP) -", city="Brannvik")

    found = _find("Shops closed early as snow fell on Brannvik that night.", dateline)

    assert ("place", "Brannvik") in {(name.type, name.name) for name in found}


def test_other_languages_have_no_names_here() -> None:
    assert names.find("Der Kanzler reiste nach Berlin.", None) == []


@pytest.mark.parametrize("text", ["", " \n\n ", "😀🎉", "…!?", "\x00", "x" * 5000])
def test_nothing_to_name(text: str) -> None:
    assert _find(text) == []


def test_mark_up_that_was_left_in_is_no_name() -> None:
    text = '<p>President <b>Mary Hollis</b> flew to <a href="http://example.com/Paris-London">Geneva</a>.</p>'

    assert set(_by_name(text)) == {"Mary Hollis", "Geneva"}


@pytest.mark.parametrize(
    "part",
    [
        "Ministry of ",
        "Jan van der ",
        "Paris ",
        "A.",
        "O'",
        "a-B",
        "Bank of Health and ",
        "PARIS, \n",
        "Mr. ",
        '"Al ',
        "HMS A",
        '"A" ',
    ],
)
def test_hostile_text_ends_in_time(part: str) -> None:
    text = part * (100_000 // len(part))
    started = time.monotonic()

    found = _find(text)

    assert time.monotonic() - started < 10
    assert all(0 <= start < end <= len(text) for name in found for start, end in name.mentions)
