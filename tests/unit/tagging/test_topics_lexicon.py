"""The lexicon of topics: how terms are written and found, and that the files are in order."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import newswire.tagging
from infra.tagging.topic_terms import find_problems, main, tidied
from newswire.tagging.topic_lexicon import NO_TOPIC, Lexicon, read_terms, split_terms

FOLDER = Path(newswire.tagging.__path__[0])
FILES = sorted((FOLDER / "topic_terms").glob("*.txt"))


def found(terms: str, text: str) -> list[str]:
    lexicon = Lexicon([("20000001", 4, terms)])
    return [term.text for _, term in lexicon.find(lexicon.tokens(text))]


@pytest.mark.parametrize(
    ("terms", "text", "expected"),
    [
        ("goalkeeper", "Two goalkeepers, and the goalkeeper's gloves", ["goalkeeper", "goalkeeper"]),
        ("=shares", "They share; shares fell", ["=shares"]),
        ("deflat*", "deflation, deflationary, flat", ["deflat*", "deflat*"]),
        ("interest rate; rate", "interest rates and the rate", ["interest rate", "rate"]),
        ("Nets; net", "The Nets found the net", ["Nets", "net"]),
        ("Labour; labour", "Labour said labour", ["Labour", "labour"]),
        ("WHO", "The WHO, who knows", ["WHO"]),
        ("WHO", "WHO WILL WIN", []),
        ("new; news agency", "News of the news agency", ["news agency"]),
        ("labour market", "the labor markets", ["labour market"]),
        ("privatisation", "privatization", ["privatisation"]),
        ("paediatrician", "pediatricians", ["paediatrician"]),
        ("semi final", "the semi-finals", ["semi final"]),
        ("UN", "U.N. aid", ["UN"]),
        ("#-# win", "a 3-1 win", ["#-# win"]),
        ("#-#", "in 2004-05 and on 1-2-3", []),
        ("$#", "It costs £3.5m, or $6", ["$#", "$#"]),
        ("#%", "up 4.2 per cent, 5% and 6 percent", ["#%", "#%", "#%"]),
        ("B&Q", "at B&Q on Sunday", ["B&Q"]),
        ("100m", "the 100m final", ["100m"]),
        ("beyonce", "Beyoncé sang", ["beyonce"]),
        ("o'neal", "Shaquille O’Neal", ["o'neal"]),
        ("goal", "", []),
    ],
)
def test_matching(terms: str, text: str, expected: list[str]) -> None:
    assert found(terms, text) == expected


def test_a_phrase_of_no_topic_hides_the_word_in_it() -> None:
    lexicon = Lexicon([("15000000", 4, "goal"), (NO_TOPIC, 1, "goal of the")])

    assert [term.weights for _, term in lexicon.find(lexicon.tokens("a goal, the goal of the plan"))] == [
        (("15000000", 4),),
        (),
    ]


def test_a_term_listed_twice_is_one_with_the_larger_weight() -> None:
    lexicon = Lexicon([("15000000", 1, "goal"), ("15000000", 3, "goals"), ("20001065", 2, "goal")])

    assert [term.weights for _, term in lexicon.find(lexicon.tokens("goals"))] == [
        (("15000000", 3), ("20001065", 2)),
    ]


def test_nothing_is_wrong_in_the_files() -> None:
    assert find_problems(FOLDER) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_are_tidy(path: Path) -> None:
    pairs = (line.split("\t") for line in (FOLDER / "media_topics.tsv").read_text(encoding="utf-8").splitlines())

    assert path.read_text(encoding="utf-8") == tidied(path, {code: name for code, name in pairs})  # noqa: C416


def test_the_lexicon_is_large() -> None:
    lines = [line for path in FILES for line in read_terms(path) if line[0] != NO_TOPIC]

    assert len({text for _, _, terms in lines for text in split_terms(terms)}) > 10_000
    assert len({code for code, _, _ in lines}) > 17 + 350


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("99999999 nonsense\n4 word", "99999999 is no topic of media_topics.tsv"),
        ("4 word", "a line before any topic is no topic of media_topics.tsv"),
        ("15000000 sport\n7 word", "15000000 has weight 7; weights are 1 to 4"),
        ("15000000 sport\n4 ...", "15000000: '...' has no words"),
        ("15000000 sport\n4 goal is", "'goal is' is a term of a topic: take it out of one of the two"),
        ("15000000 sport\n4 goal\n04000000 economy\n4 price", "topics of several top levels: 04000000, 15000000"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, problem: str) -> None:
    (tmp_path / "topic_terms").mkdir()
    for name in ("media_topics.tsv", "topic_parents.tsv"):
        shutil.copy(FOLDER / name, tmp_path / name)
    (tmp_path / "topic_terms" / "no_topic.txt").write_text(f"{NO_TOPIC} no topic\n1 goal is\n", encoding="utf-8")
    (tmp_path / "topic_terms" / "sport.txt").write_text(line + "\n", encoding="utf-8")

    assert main(tmp_path, None) == 1
    assert problem in capsys.readouterr().err


def test_tidying(tmp_path: Path) -> None:
    path = tmp_path / "sport.txt"
    path.write_text("# Why\n15000000\n2 goal; match\n4 goals;  team mate\n", encoding="utf-8")

    assert tidied(path, {"15000000": "sport"}) == "# Why\n\n15000000 sport\n4 goal; team mate\n2 match\n"
