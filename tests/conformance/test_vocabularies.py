"""The tables of subject codes and topics that ship are those that the script makes of the IPTC's."""

from __future__ import annotations

from pathlib import Path

import pytest

import newswire.tagging
from infra import subject_codes

VOCAB = Path(__file__).resolve().parents[2].parent / "shared" / "vocab"
SHIPPED = Path(newswire.tagging.__path__[0])


@pytest.mark.skipif(not VOCAB.is_dir(), reason="the vocabularies (../shared) are not here")
@pytest.mark.parametrize("name", ["media_topics.tsv", "subject_codes.tsv"])
def test_the_tables_are_those_that_the_script_makes(name: str, tmp_path: Path) -> None:
    subject_codes.main(VOCAB / "subjectcode_to_mediatopic.tsv", VOCAB / "mediatopics_2025-03-31.tsv", tmp_path)

    assert (tmp_path / name).read_text() == (SHIPPED / name).read_text()
