"""What tagging costs and how well it does on ../shared: `python -m tests.bench.tagging`.

Speed and start are in seconds of process time, since others may use the machine meanwhile. Every figure that loading
has a part in comes from a fresh process. The texts are those of article pages, cut to 500 words each.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from newswire.tagging import keywords, kinds, language_model, names, places, quotes, tagger, topics
from tests.bench import topics_ag_news, topics_supplier_codes
from tests.bench.package_size import print_sizes

ARTICLES = Path(__file__).resolve().parents[3] / "shared" / "extraction" / "scrapinghub" / "ground-truth.json"
WORDS = 500
_T = TypeVar("_T")
FIRST_TEXT = """
import time
from newswire.tagging import tagger
text = tagger.Text("Harbour", 'ROME (ENA) - "We like the harbour very much," said Ada Example.', "en")
list(tagger.tag([text]))
print(time.process_time())
"""
LOADS = 5
"""Fresh processes of which the quickest counts as the cold start: all of them have the bytecode of the first."""


def main() -> None:
    """Print all figures, or one that needs a process of its own."""
    if sys.argv[1:] == ["memory"]:
        print_memory()
        return
    loads = [float(_own_process("-c", FIRST_TEXT)) for _ in range(LOADS)]
    print(f"import, load and first text: {min(loads):.2f} s   (wanted < 1.5)")
    print(_own_process("-m", "tests.bench.tagging", "memory"), "  (wanted >= 18, < 350 MB)")
    print_parts()
    print_sizes()
    print("\nAG News")
    topics_ag_news.main()
    print("\nStories with topic codes of their suppliers")
    topics_supplier_codes.main()


def texts() -> list[tagger.Text]:
    """Return pieces of 500 words, whole paragraphs as far as they go."""
    articles = json.loads(ARTICLES.read_text(encoding="utf-8")).values()
    return [tagger.Text("", piece, "en") for article in articles for piece in _pieces(article["articleBody"])]


def _pieces(body: str) -> Iterator[str]:
    paragraphs: list[str] = []
    for paragraph in body.split("\n"):
        paragraphs.append(paragraph)
        if sum(len(each.split()) for each in paragraphs) >= WORDS:
            words = "\n".join(paragraphs).split(" ")
            yield " ".join(words[:WORDS])
            paragraphs = []


def print_memory() -> None:
    """Print the speed with all tags, and the most memory that it took."""
    stories = texts()
    list(tagger.tag(stories[:16]))
    started = time.process_time()
    list(tagger.tag(stories))
    speed = len(stories) / (time.process_time() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(stories)} stories of {WORDS} words: {speed:.1f} a second of one core, peak memory {peak:.0f} MB")


def print_parts() -> None:
    """Print what each kind of tag costs."""
    bodies = [text.body for text in texts()]
    docs = _timed("the model's names", lambda: list(language_model.name_docs(bodies)), len(bodies))
    pairs = list(zip(bodies, docs, strict=True))
    named = _timed("names", lambda: [names.find(body, doc) for body, doc in pairs], len(bodies))
    located = [[name for name in found if name.type == "place"] for found in named]
    for label, find in (
        ("topics", lambda: [topics.find("", body) for body in bodies]),
        ("places", lambda: [places.resolve(found, body) for found, body in zip(located, bodies, strict=True)]),
        (
            "quotations",
            lambda: [quotes.find(body, language_model.parse, found) for found, body in zip(named, bodies, strict=True)],
        ),
        ("keywords", lambda: [keywords.find("", body) for body in bodies]),
        ("kinds", lambda: [kinds.find("", body) for body in bodies]),
    ):
        _timed(label, find, len(bodies))


def _timed(label: str, work: Callable[[], _T], count: int) -> _T:
    started = time.process_time()
    answer = work()
    print(f"{label:20}{(time.process_time() - started) / count * 1000:8.2f} ms a story")
    return answer


def _own_process(*arguments: str) -> str:
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603 - own command


if __name__ == "__main__":
    main()
