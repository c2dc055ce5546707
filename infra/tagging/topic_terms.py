"""Check and tidy the lexicon of topics, and make the table of which topic is above which.

    python -m infra.tagging.topic_terms                     names what is wrong in topic_terms/*.txt and tidies the rest
    python -m infra.tagging.topic_terms MEDIA_TOPICS.tsv    also makes topic_parents.tsv from IPTC's table

The terms themselves are written by hand: an editor changes the files, runs this, and looks at the diff.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

import newswire.tagging
from newswire.tagging.topic_lexicon import NO_TOPIC, Spelling, read_terms, spelling, split_terms

LINE_LENGTH = 120
WEIGHTS = range(1, 5)

Terms = dict[str, dict[Spelling, tuple[int, str]]]
"""Of a file, by topic: every term by how it is looked up, with its largest weight and as it is written."""


def main(folder: Path, media_topics: Path | None) -> int:
    """Print what is wrong and return 1, or write the files anew: topics in order of their codes, each term once."""
    if media_topics:
        write_parents(media_topics, folder / "topic_parents.tsv")
    problems = find_problems(folder)
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 1
    names = _pairs(folder / "media_topics.tsv")
    for path in _files(folder):
        path.write_text(tidied(path, names), encoding="utf-8")
    return 0


def find_problems(folder: Path) -> list[str]:
    """Return what is wrong in the lexicon, a line each: codes, weights, phrases that are both of a topic and none."""
    names = _pairs(folder / "media_topics.tsv") | {NO_TOPIC: "no topic"}
    parents = _pairs(folder / "topic_parents.tsv")
    problems: list[str] = []
    of_a_topic: set[tuple[str, ...]] = set()
    of_none: dict[tuple[str, ...], str] = {}
    for path in _files(folder):
        tops: set[str] = set()
        for code, weight, terms in read_terms(path):
            if code not in names:
                problems.append(f"{path.name}: {code or 'a line before any topic'} is no topic of media_topics.tsv")
            if weight not in WEIGHTS:
                problems.append(f"{path.name}: {code} has weight {weight}; weights are 1 to 4")
            problems += [
                f"{path.name}: {code}: '{text}' has no words" for text in split_terms(terms) if not spelling(text)[0]
            ]
            tops.add(_top(code, parents))
            for text in split_terms(terms):
                if code == NO_TOPIC:
                    of_none[spelling(text)[0]] = text
                else:
                    of_a_topic.add(spelling(text)[0])
        if len(tops) > 1:
            problems.append(f"{path.name}: topics of several top levels: {', '.join(sorted(tops))}")
    both = sorted(of_none[keys] for keys in of_none.keys() & of_a_topic)
    return problems + [f"no_topic.txt: '{text}' is a term of a topic: take it out of one of the two" for text in both]


def tidied(path: Path, names: dict[str, str]) -> str:
    """Return a file of terms with each topic and each term once, under the topic's name."""
    topics: Terms = defaultdict(dict)
    for code, weight, terms in read_terms(path):
        for text in split_terms(terms):
            known, written = topics[code].get(spelling(text), (0, text))
            topics[code][spelling(text)] = (max(known, weight), written)
    comments = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    blocks = ["\n".join(comments)] if comments else []
    blocks += ["\n".join(_block(code, names.get(code, "no topic"), topics[code])) for code in sorted(topics)]
    return "\n\n".join(blocks) + "\n"


def _block(code: str, name: str, terms: dict[Spelling, tuple[int, str]]) -> list[str]:
    lines = [f"{code} {name}"]
    for weight in reversed(WEIGHTS):
        left = LINE_LENGTH - 2
        line: list[str] = []
        for text in (text for of_term, text in terms.values() if of_term == weight):
            if line and len("; ".join([*line, text])) > left:
                lines.append(f"{weight} {'; '.join(line)}")
                line = []
            line.append(text)
        if line:
            lines.append(f"{weight} {'; '.join(line)}")
    return lines


def write_parents(media_topics: Path, to: Path) -> None:
    """Write which topic each topic in use is directly below."""
    with media_topics.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if not row["retired"]]
    pairs = sorted((row["qcode"], row["parent"]) for row in rows if row["parent"])
    to.write_text("".join(f"{code[7:]}\t{parent[7:]}\n" for code, parent in pairs), encoding="utf-8")


def _top(code: str, parents: dict[str, str]) -> str:
    while code in parents:
        code = parents[code]
    return code


def _files(folder: Path) -> list[Path]:
    return sorted((folder / "topic_terms").glob("*.txt"))


def _pairs(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {line.split("\t")[0]: line.split("\t")[1] for line in lines}


if __name__ == "__main__":
    sys.exit(main(Path(newswire.tagging.__path__[0]), Path(sys.argv[1]) if len(sys.argv) > 1 else None))
