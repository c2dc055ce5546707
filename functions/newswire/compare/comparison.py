"""What changed between two texts, sentence by sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from newswire.compare.alignment import align
from newswire.compare.numbers import changed, numbers
from newswire.compare.sentence import Sentence, read
from newswire.compare.words import MOST_CHARACTERS, common, difference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newswire.compare.alignment import Alignment


class Change(StrEnum):
    """What became of a sentence. A moved one may be altered too: then it has `words`."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    ALTERED = "altered"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceChange:
    """A sentence of the old text, the new text, or both, and what changed in it.

    `from_sentence` and `to_sentence` count from 0, `paragraph` too: in the new text, or in the old for a removed
    sentence. `words` are runs of ("=" | "+" | "-", text). `numbers` are (old, new), None where a number appeared or
    disappeared; `quotations` is true where the words in quotation marks are others. Sentences added or removed have all
    their numbers there, and true where they quote.
    """

    change: Change
    from_sentence: int | None
    to_sentence: int | None
    paragraph: int
    old: str | None
    new: str | None
    words: tuple[tuple[str, str], ...] = ()
    numbers: tuple[tuple[str | None, str | None], ...] = ()
    quotations: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return it as the HTTP API shows it, ready for JSON."""
        return {
            "change": self.change.value,
            "from": self.from_sentence,
            "to": self.to_sentence,
            "paragraph": self.paragraph,
            "old": self.old,
            "new": self.new,
            "words": [list(run) for run in self.words],
            "numbers": [list(pair) for pair in self.numbers],
            "quotations": self.quotations,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """All sentences of two texts in the order of the new one, what was removed at the place where it stood.

    `similarity` is the share of words that both have (0 to 1), moved ones too. `coarse` says that the texts were so
    long that some sentences may be shown as added and removed, or as altered in one piece, which a closer look would
    pair or tell apart.
    """

    sentences: tuple[SentenceChange, ...]
    similarity: float
    coarse: bool

    @property
    def counts(self) -> dict[str, int]:
        """Return how many sentences are the same, added, removed, altered, moved, or flagged: numbers, quotations."""
        kinds = Counter(sentence.change for sentence in self.sentences)
        return {
            **{change.value: kinds[change] for change in Change},
            "numbers": sum(bool(sentence.numbers) for sentence in self.sentences),
            "quotations": sum(sentence.quotations for sentence in self.sentences),
        }

    def as_dict(self) -> dict[str, Any]:
        """Return it as the HTTP API shows it, ready for JSON."""
        return {
            "sentences": [sentence.as_dict() for sentence in self.sentences],
            "counts": self.counts,
            "similarity": self.similarity,
            "coarse": self.coarse,
        }


def texts(old: str, new: str) -> Comparison:
    """Return what changed from one text to another.

    `old` and `new` are plain text, a blank line between two paragraphs (`Story.body_text`). A sentence is the same
    where its letters, digits and signs are, and what it quotes: spaces, punctuation, dashes and the style of quotation
    marks may differ. Never fails, whatever the texts; beyond some length it is `coarse`.
    """
    olds, news = read(old), read(new)
    alignment = align(olds, news)
    changes = tuple(_changes(olds, news, alignment))
    too_long = any(_too_long(olds[i], news[j]) for i, j in alignment.pairs.items())
    return Comparison(changes, _similarity(olds, news, alignment), alignment.coarse or too_long)


def _too_long(old: Sentence, new: Sentence) -> bool:
    """Tell whether a sentence altered is too long to be compared word by word, or number by number."""
    longest = max(len(old.text), len(new.text))
    return longest > MOST_CHARACTERS and old.key != new.key


def _changes(olds: Sequence[Sentence], news: Sequence[Sentence], alignment: Alignment) -> Iterator[SentenceChange]:
    """Yield the sentences in the order of the new text, each removed one after the sentence that it followed."""
    partners = {j: i for i, j in alignment.pairs.items()}
    removed: dict[int, list[int]] = defaultdict(list)
    follows = -1
    for i in range(len(olds)):
        if i in alignment.stayed:
            follows = i
        elif i not in alignment.pairs:
            removed[follows].append(i)
    yield from (_removed(i, olds[i]) for i in removed[-1])
    for j, sentence in enumerate(news):
        if j not in partners:
            yield _added(j, sentence)
            continue
        i = partners[j]
        yield _paired(i, j, olds[i], sentence, moved=i not in alignment.stayed)
        yield from (_removed(gone, olds[gone]) for gone in removed[i])


def _removed(i: int, sentence: Sentence) -> SentenceChange:
    return SentenceChange(
        change=Change.REMOVED,
        from_sentence=i,
        to_sentence=None,
        paragraph=sentence.paragraph,
        old=sentence.text,
        new=None,
        numbers=changed(numbers(sentence.text), []),
        quotations=bool(sentence.quotation),
    )


def _added(j: int, sentence: Sentence) -> SentenceChange:
    return SentenceChange(
        change=Change.ADDED,
        from_sentence=None,
        to_sentence=j,
        paragraph=sentence.paragraph,
        old=None,
        new=sentence.text,
        numbers=changed([], numbers(sentence.text)),
        quotations=bool(sentence.quotation),
    )


def _paired(i: int, j: int, old: Sentence, new: Sentence, *, moved: bool) -> SentenceChange:
    same = old.key == new.key
    return SentenceChange(
        change=Change.MOVED if moved else Change.SAME if same else Change.ALTERED,
        from_sentence=i,
        to_sentence=j,
        paragraph=new.paragraph,
        old=old.text,
        new=new.text,
        words=() if same else difference(old.text, new.text),
        numbers=() if same else changed(numbers(old.text), numbers(new.text)),
        quotations=old.quotation != new.quotation,
    )


def _similarity(olds: Sequence[Sentence], news: Sequence[Sentence], alignment: Alignment) -> float:
    total = sum(len(sentence.words) for sentence in (*olds, *news))
    shared = sum(_shared(olds[i], news[j]) for i, j in alignment.pairs.items())
    return round(2 * shared / total, 4) if total else 1.0


def _shared(old: Sentence, new: Sentence) -> int:
    return len(old.words) if old.words == new.words else common(old.folded, new.folded)
