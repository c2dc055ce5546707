"""Notes to editors that stand in a body: what changed, what is to come, how parts fit together. They are no story."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newswire.normalise import embargo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newswire.story import Paragraph

_HEAD = 6
"""Paragraphs at the start in which a note can stand; it can also be the last one or the last but one."""
_MAX_CHARACTERS = 600

_CHANGES = (
    "add(?:s|ed|ing)?|updat(?:es?|ed|ing)|recasts?|correct(?:s|ed|ing)?|refil(?:es?|ing)|repeats?|removes?|clarifies|fixes|"
    "writes through|changes|deletes?|drops|rewrites|edits|releads|restores|inserts|amends|trims|tightens|moves|"
    "new throughout|no change|rpt|refile|writethru|"
    "neu|berichtigt|ergänzt|aktualisiert|korrigiert|korrektur|berichtigung|zusammenfassung|wiederholung|achtung|"
    "actualise|actualisation|ajoute|corrige|précise|avec|rectifie|reprise|"
    "actualiza|amplía|añade|corrige|repite|aggiorna|aggiunge|corregge|ripete|"
    "oppdaterer|utvidet|opdateret|tilføjer|uppdaterad|rättar"
)
_NOTE = re.compile(
    rf"""\W*(?:eds?|editors?)\b\.?:                                        # Eds: Adds full results.
       | \W*(?:editor['’]?s?|editors['’]?)\ notes?\b\W*[:_\u2013\u2014.-]     # EDITOR'S NOTE:
       | \W*(?:notes?\ to|attn\.?|attention)\ (?:editors|eds)\b
       | \W*(?:hinweis|hinweise|achtung)\W+(?:an\ die\ )?redaktion(?:en)?\b
       | \W*(?:note|avis)\ aux\ r[ée]dactions?\b
       | \W*nota\ a(?:i|\ los)\ redat?c?tori\b
       | \((?:{_CHANGES})\b[^()]*(?:\([^()]*\)[^()]*)*\)\W*$      # (Adds minister's reaction in paragraph 3)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
# SUBS 3rd graf pvs, "The minister ..."; picks up 4th graf
_DELTA = re.compile(
    r"\W*(?:SUBS?|ADDS?|INSERTS?|DELETES?|CORRECTS?|UPDATES?|PICK(?:S|ED)? ?UP|RESTORES?|TRIMS?|MOVES?|TOPS?|LEADS?)\b"
    r".*\b(?:\d+(?:st|nd|rd|th) (?:graf|paragraph|pgh|lead|ld)|grafs?|pickup|picks? up|pvs)\b",
    re.DOTALL,
)


def take_out(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[str]]:
    """Return the paragraphs without notes to editors, and the notes, in their order.

    Only at the start and the end, and not where nothing but notes would leave: that is the story then.
    """
    last = len(paragraphs) - 2
    kept: list[Paragraph] = []
    notes: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        if (number < _HEAD or number >= last) and is_note(paragraph.text):
            notes.append(paragraph.text)
        else:
            kept.append(paragraph)
    return (kept, notes) if kept else (list(paragraphs), [])


def is_note(text: str) -> bool:
    """Tell whether a paragraph is a note to editors; a line about an embargo is one."""
    if len(text) > _MAX_CHARACTERS:
        return False
    return bool(_NOTE.match(text) or _DELTA.match(text)) or embargo.in_lines([text]) is not None
