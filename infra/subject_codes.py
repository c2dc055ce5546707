"""Make the data of `newswire.tagging.subject_codes` from tables of the IPTC NewsCodes.

    python -m infra.subject_codes SUBJECT_CODES.tsv MEDIA_TOPICS.tsv

Run it again when IPTC publishes new Media Topics (several times a year), and commit what it writes.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

import newswire.tagging

EXACT, CLOSE, NARROWER = "1.0", "0.8", "0.6"
"""How sure: the same concept, nearly the same, the topic is a part of the subject."""

_RELATION = re.compile(r"([=~<]) medtop:(\d{8})( \[retired)?")


def main(subject_codes: Path, media_topics: Path, folder: Path) -> None:
    """Write media_topics.tsv (the topics in use) and subject_codes.tsv (what a subject code is among them)."""
    topics = {row["qcode"].removeprefix("medtop:"): row for row in _rows(media_topics)}
    used = {code: row for code, row in topics.items() if not row["retired"]}
    parents = {code: row["parent"].removeprefix("medtop:") for code, row in topics.items()}
    _write(folder / "media_topics.tsv", [[code, row["name_en"]] for code, row in sorted(used.items())])

    mapped = [
        [row["subjectcode"], topic, confidence]
        for row in _rows(subject_codes)
        for topic, confidence in _best(row["mediatopic(rel qcode [retired])"], parents)
    ]
    _write(folder / "subject_codes.tsv", sorted(mapped))


def _best(relations: str, parents: dict[str, str]) -> list[tuple[str, str]]:
    """Return the topics that say best what a subject code means, with their confidence.

    Where it is wider than several topics, that is the topic above all of them.
    """
    found = [(sign, topic) for sign, topic, retired in _RELATION.findall(relations) if not retired]
    for sign, confidence in (("=", EXACT), ("~", CLOSE)):
        if same := [(topic, confidence) for each, topic in found if each == sign]:
            return same
    narrower = [topic for _, topic in found]
    if len(narrower) < 2:
        return [(topic, NARROWER) for topic in narrower]
    lines = [_line(topic, parents) for topic in narrower]
    above = [topic for topic in lines[0][1:] if all(topic in line for line in lines)]
    return [(above[0], NARROWER)] if above else []


def _line(topic: str, parents: dict[str, str]) -> list[str]:
    line = [topic]
    while parents.get(line[-1]):
        line.append(parents[line[-1]])
    return line


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _write(path: Path, rows: list[list[str]]) -> None:
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(newswire.tagging.__path__[0]))
