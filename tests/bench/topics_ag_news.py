"""How well topics by text fit AG News, and how fast they are: `python -m tests.bench.topics_ag_news`.

AG News (7,600 items of about 40 words: World, Sports, Business, Sci/Tech) is an outside measure: nothing of the lexicon
was made from it. Its kinds are not IPTC's: World is any of several top levels, and an item of Business about a software
company may be filed under Sci/Tech, so that a part of what counts as wrong here is a matter of taste.
"""

from __future__ import annotations

import csv
import time
from collections import Counter
from pathlib import Path

from newswire.tagging import topics

AG_NEWS = Path(__file__).resolve().parents[3] / "shared" / "topics" / "ag_news" / "data" / "ag_news_csv" / "test.csv"
KINDS = {"1": "World", "2": "Sports", "3": "Business", "4": "Sci/Tech"}
KIND_OF = {
    "02000000": "World",
    "03000000": "World",
    "04000000": "Business",
    "08000000": "World",
    "11000000": "World",
    "12000000": "World",
    "13000000": "Sci/Tech",
    "14000000": "World",
    "15000000": "Sports",
    "16000000": "World",
}
"""The other top levels are none of AG's kinds: an item whose best topic is one of them counts as wrong."""

THRESHOLDS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7)
COVERAGES = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)


def main() -> None:
    """Print accuracy, precision at coverage, what is taken for what, and the speed."""
    with AG_NEWS.open(encoding="utf-8", newline="") as file:
        items = [(KINDS[row[0]], row[1], row[2].replace("\\", " ")) for row in csv.reader(file)]
    topics.find("", "")
    started = time.process_time()
    answers = [(kind, *_best(headline, body)) for kind, headline, body in items]
    spent = time.process_time() - started

    print(f"{len(items)} items, {spent / len(items) * 1000:.2f} ms each")
    print(f"{'from':>5}{'coverage':>10}{'precision':>11}")
    for least in THRESHOLDS:
        given = [kind == KIND_OF.get(code) for kind, code, confidence in answers if code and confidence >= least]
        print(f"{least:>5}{len(given) / len(items):>10.3f}{sum(given) / len(given):>11.3f}")
    surest = sorted((answer for answer in answers if answer[1]), key=lambda answer: -answer[2])
    for coverage in COVERAGES:
        kept = surest[: round(coverage * len(items))]
        right = sum(kind == KIND_OF.get(code) for kind, code, _ in kept)
        print(f"{right / len(kept):.3f} right of the surest {coverage:.2f}, from confidence {kept[-1][2]:.2f}")
    mixed = Counter((kind, KIND_OF.get(code, code or "none")) for kind, code, _ in answers)
    for (kind, taken_for), count in mixed.most_common():
        print(f"{kind:10}{taken_for:12}{count:6}")


def _best(headline: str, body: str) -> tuple[str, float]:
    found = topics.find(headline, body)
    return (found[0].code.removeprefix("medtop:"), found[0].confidence) if found else ("", 0.0)


if __name__ == "__main__":
    main()
