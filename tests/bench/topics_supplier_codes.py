"""How well topics by text fit the topic codes of suppliers: `python -m tests.bench.topics_supplier_codes`.

The English stories of ../shared/samples that carry IPTC codes; measured are top levels, and the codes are not shown to
the tagger. Suppliers code by their own habits and often only one of several topics, so disagreement is printed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from newswire import formats, media_topics
from newswire.delivery import Delivery
from newswire.errors import DeliveryError
from newswire.story import ParagraphKind, Story, Topic
from newswire.tagging import subject_codes, topics

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
LEAST_WORDS = 60


def main() -> None:
    """Print how often the surest topic by text is among the supplier's, how often there is one, and the others."""
    stories = [
        (file, story, gold) for file, story in _stories() if (gold := _tops(subject_codes.topics(story.subjects)))
    ]
    right = given = 0
    for file, story, gold in stories:
        found = topics.find(story.headline or "", _body(story))
        best = _tops(found[:1])
        given += bool(best)
        right += bool(best & gold)
        if best - gold:
            print(f"   {file}: {', '.join(sorted(gold))} by the supplier, {found[0].name}: {found[0].evidence}")
    print(f"{len(stories)} stories, {given} with a topic by text, {right} of them one of the supplier's")


def _stories() -> list[tuple[str, Story]]:
    found: dict[str, tuple[str, Story]] = {}
    for path in sorted(path for path in SAMPLES.rglob("*") if path.is_file()):
        delivery = Delivery(id=path.name, body=path.read_bytes(), received=datetime(2026, 1, 1, tzinfo=UTC))
        try:
            entries = formats.parse(delivery)
        except DeliveryError:
            continue
        for story in entries:
            if (
                isinstance(story, Story)
                and (story.language or "")[:2] == "en"
                and len(_body(story).split()) > LEAST_WORDS
            ):
                found[_body(story)] = (str(path.relative_to(SAMPLES)), story)
    return list(found.values())


def _body(story: Story) -> str:
    return "\n".join(paragraph.text for paragraph in story.paragraphs if paragraph.kind is ParagraphKind.BODY)


def _tops(found: list[Topic] | tuple[Topic, ...]) -> set[str]:
    codes = (topic.code.removeprefix(media_topics.PREFIX) for topic in found)
    return {media_topics.names()[(code, *media_topics.above(code))[-1]] for code in codes}


if __name__ == "__main__":
    main()
