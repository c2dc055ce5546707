"""Topics by text."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest

from newswire import media_topics
from newswire.story import Origin
from newswire.tagging import tagger, topics
from newswire.tagging.topic_lexicon import lexicon_files
from newswire.tagging.topics import find

STRIKE = (
    "Oil workers to strike over pension cuts",
    "Members of the energy union will walk out at two refineries on Monday in a dispute over pensions. The oil company "
    "said output would not be hit. Crude prices rose to $61 a barrel. Talks with the union broke down on Friday when "
    "the employer refused to raise its pay offer.",
)


def names(headline: str, body: str = "") -> list[str]:
    return [topic.name for topic in find(headline, body)]


@pytest.mark.parametrize(
    ("headline", "body", "expected"),
    [
        (
            "Moscow recalls ambassador in row with Tallinn",
            "Russia called home its ambassador to Estonia for consultations on Tuesday. The foreign ministry said that "
            "ties between the two countries had never been worse. Diplomats in Brussels urged both sides to talk.",
            ["politics and government", "international relations", "diplomacy"],
        ),
        (
            "Keeper saves late penalty",
            "The goalkeeper dived to her left to keep out the spot kick in stoppage time as City drew 1-1 with Rovers "
            "in the Premier League.",
            ["sport", "competition discipline", "football"],
        ),
        (
            "Central bank leaves rates on hold",
            "The central bank kept its main interest rate at 2.5% and said inflation would fall next year.",
            ["economy, business and finance", "economy", "monetary policy", "interest rates"],
        ),
        (
            "Villages cut off as river bursts its banks",
            "Flood water swept through the valley after days of torrential rain, and helicopters rescued families from "
            "their roofs. Emergency services evacuated 300 people.",
            ["disaster, accident and emergency incident", "disaster", "natural disaster", "flood"],
        ),
        (
            "Telescope spots comet beyond Neptune",
            "Astronomers using a telescope in Chile have found a comet farther from the Sun than any seen before.",
            ["science and technology", "natural science", "astronomy"],
        ),
    ],
)
def test_as_deep_as_the_words_carry(headline: str, body: str, expected: list[str]) -> None:
    found = names(headline, body)

    assert found[0] == expected[0]
    assert set(expected) <= set(found)


def test_several_topics() -> None:
    assert {"labour", "labour strike", "economy, business and finance", "oil and gas"} <= set(names(*STRIKE))


def test_broader_topics_are_implied_and_at_least_as_sure() -> None:
    found = {topic.code.removeprefix("medtop:"): topic.confidence for topic in find(*STRIKE)}

    lines = [(code, *media_topics.above(code)) for code in found]
    assert max(len(line) for line in lines) >= 3
    assert all(found[code] <= found[above] for line in lines for code, above in pairwise(line))


def test_surest_first() -> None:
    confidences = [topic.confidence for topic in find(*STRIKE)]

    assert confidences == sorted(confidences, reverse=True)


def test_evidence_is_the_words() -> None:
    diving = next(topic for topic in find("Goalkeeper hurt", "The goalkeeper will miss the FA Cup tie.") if topic)

    assert diving.origin is Origin.RULE
    assert diving.evidence is not None
    assert diving.evidence.split(", ")[:2] == ["goalkeeper", "fa cup"]


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("", ""),
        ("A note to readers", "There will be no update on Monday."),
        ("What the week holds", "Here is a look at some of the things that people will be talking about."),
        ("🎉🎉🎉", "😀" * 500),
        ("x" * 100_000, "y" * 100_000),
        ("Lorem ipsum", "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor. " * 20),
    ],
)
def test_unsure_gives_nothing(headline: str, body: str) -> None:
    assert find(headline, body) == []


@pytest.mark.parametrize(
    ("headline", "body", "not_about"),
    [
        ("Opposition wins by a landslide", "The party won the general election, exit polls show.", "landslide"),
        ("Labour market tightens", "Employers struggle to fill vacancies, the statistics office said.", "politics"),
        ("The minister said the goal is to build homes", "The goal of the housing bill is growth.", "sport"),
        ("Firm pays the price", "The war of words over the merger went on as shareholders met.", "conflict"),
        ("Star signs new record deal", "The singer's second album is out on the same record label.", "sport"),
    ],
)
def test_phrases_that_only_sound_like_a_topic(headline: str, body: str, not_about: str) -> None:
    assert not [name for name in names(headline, body) if not_about in name]


def test_politics_of_a_war_and_its_victims_are_no_rivals() -> None:
    war = "Gunmen attacked a convoy near Mosul."
    election = " The parliamentary election will go ahead, the prime minister said."
    rival = " The airline reported a quarterly profit and its shares rose."
    alone, with_politics, with_business = (find("", war + more)[0].confidence for more in ("", election, rival))

    assert with_politics > alone > with_business


@pytest.mark.parametrize(
    ("headline", "body", "best"),
    [
        (
            "Intel profit jumps on chip demand",
            "The maker of microprocessors for laptops said net income rose 35% in the quarter.",
            "economy, business and finance",
        ),
        (
            "Intel to show faster chip",
            "The maker of microprocessors for laptops will put two cores on one piece of silicon.",
            "science and technology",
        ),
    ],
)
def test_what_befalls_a_company_is_business_whatever_it_makes(headline: str, body: str, best: str) -> None:
    assert names(headline, body)[0] == best


def test_headline_and_lead_weigh_more() -> None:
    filler = "The hall was full and the speakers took their turns. " * 20
    early = find("Doctors back new vaccine", filler)
    late = find("A day in the hall", f"{filler} Doctors back new vaccine.")

    assert early[0].name == "health"
    assert early[0].confidence > max((topic.confidence for topic in late), default=0.0)


def test_capitals_in_a_headline_do_not_matter() -> None:
    shouted = find("GOALKEEPER SAVES PENALTY IN FA CUP TIE", "")

    assert [topic.code for topic in shouted] == [
        topic.code for topic in find("Goalkeeper saves penalty in FA Cup tie", "")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "1" * 100_000 + "a",
        "1." * 50_000 + "a",
        "A." * 50_000,
        "a'" * 50_000,
        "1-" * 50_000,
        "$" * 100_000,
        "interest rate " * 8_000,
        " " * 100_000,
    ],
    ids=["a word", "digits", "figures", "initials", "apostrophes", "hyphens", "money", "one phrase", "spaces"],
)
def test_hostile_text_takes_no_longer_than_its_length(text: str) -> None:
    find("", "")
    started = time.process_time()
    find(text, text)

    assert time.process_time() - started < 2


def test_a_megabyte_is_read_to_the_limit_only() -> None:
    story = "The central bank raised interest rates. "

    assert find("Rates", story * 25_000) == find("Rates", (story * 25_000)[: topics.MAX_CHARACTERS])


def test_topics_are_of_the_vocabulary() -> None:
    assert all(media_topics.names()[topic.code.removeprefix("medtop:")] == topic.name for topic in find(*STRIKE))


def test_every_topic_leads_up_to_a_top_level() -> None:
    assert len(media_topics.tops()) == 17
    assert all((media_topics.above(code) or (code,))[-1] in media_topics.tops() for code in media_topics.names())


def test_the_version_follows_the_lexicon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(tagger.__file__).parent
    assert all(path.is_relative_to(folder) and path.suffix in tagger._RULES for path in lexicon_files())
    path = tmp_path / "sport.txt"
    monkeypatch.setattr(tagger, "__file__", str(tmp_path / "tagger.py"))
    versions = set()
    for text in ("15000000 sport\n4 goal\n", "15000000 sport\n3 goal\n"):
        path.write_text(text, encoding="utf-8")
        tagger.rules_version.cache_clear()
        versions.add(tagger.rules_version())
    tagger.rules_version.cache_clear()

    assert len(versions) == 2
