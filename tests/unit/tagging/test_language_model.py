"""The language model: what is loaded is what was published, only when asked for, and hostile text ends in time."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from newswire.errors import ModelUnusable
from newswire.tagging import language_model

if TYPE_CHECKING:
    from pathlib import Path

_LIMIT_S = 10.0


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A model folder of links to the real files, of which a test replaces one."""
    real = language_model._folder()
    for file in real.rglob("*"):
        if file.is_file():
            link = tmp_path / file.relative_to(real)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(file)
    return tmp_path


def test_the_installed_model_is_the_published_one(copy: Path) -> None:
    language_model.verify(copy)


def test_a_changed_file_is_refused(copy: Path) -> None:
    changed = copy / "ner" / "model"
    changed.unlink()
    changed.write_bytes(b"other weights")

    with pytest.raises(ModelUnusable, match="ner/model is not the published language model"):
        language_model.verify(copy)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "tokenizer").unlink()

    with pytest.raises(ModelUnusable, match="lacks .*tokenizer"):
        language_model.verify(copy)


def test_every_file_that_is_loaded_is_verified() -> None:
    listed = {line.split()[1] for line in language_model._MANIFEST.read_text().splitlines()}
    folder = language_model._folder()
    parts = ("tok2vec", "tagger", "parser", "ner", "vocab")
    loaded = {str(file.relative_to(folder)) for part in parts for file in (folder / part).iterdir()}

    assert listed == loaded | {"config.cfg", "meta.json", "tokenizer"}


def test_spacy_is_imported_only_when_asked_for() -> None:
    code = "import sys; from newswire.tagging import language_model, names; print('spacy' in sys.modules)"

    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout  # noqa: S603

    assert shown.strip() == "False"


def test_names_in_order_and_at_their_offsets() -> None:
    texts = [f"Mr. Number {at} met Angela Merkel in Berlin." for at in range(9)]

    docs = list(language_model.name_docs(texts))

    assert [doc.text for doc in docs] == texts
    assert all("Berlin" in {entity.text for entity in doc.ents} for doc in docs)
    assert not docs[0].has_annotation("DEP")


def test_names_and_trees_are_those_that_spacy_itself_finds() -> None:
    texts = ["", *(f"Mr. Number {at} met Angela Merkel in Berlin, her spokesman said." * (at % 5) for at in range(40))]
    whole = list(language_model.pipeline().pipe(texts))

    assert [[(each.text, each.label_) for each in doc.ents] for doc in language_model.name_docs(texts)] == [
        [(each.text, each.label_) for each in doc.ents] for doc in whole
    ]
    assert [
        [(token.head.i, token.dep_, token.tag_, token.is_sent_start) for token in doc]
        for doc in language_model.parse(texts)
    ] == [[(token.head.i, token.dep_, token.tag_, token.is_sent_start) for token in doc] for doc in whole]


def test_matrix_products_take_one_thread() -> None:
    code = (
        "import time; from newswire.tagging import language_model; list(language_model.name_docs(['It is.'])); "
        "import numpy; a = numpy.ones((1500, 1500), 'f'); process, wall = time.process_time(), time.perf_counter(); "
        "[a @ a for _ in range(10)]; print((time.process_time() - process) / (time.perf_counter() - wall))"
    )

    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout  # noqa: S603

    assert float(shown) < 1.2


def test_a_passage_is_parsed() -> None:
    (doc,) = language_model.parse(["The minister resigned, her spokesman said."])

    assert [token.text for token in doc if token.dep_ == "nsubj"] == ["minister", "spokesman"]
    assert doc.ents == ()


@pytest.mark.parametrize(
    "text", ["", "😀 🎉", "x" * 1_000_000, "<" * 100_000, ", " * 500_000, "A " * 50_000, "\n" * 100_000]
)
def test_hostile_text_ends_in_time(text: str) -> None:
    language_model.pipeline()
    started = time.monotonic()

    (doc,) = language_model.name_docs([text])

    assert time.monotonic() - started < _LIMIT_S
    assert len(doc.text) <= min(len(text), language_model.MAX_CHARACTERS)
    assert len(doc) <= language_model.MAX_TOKENS
