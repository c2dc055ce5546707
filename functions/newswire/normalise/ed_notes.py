"""Notes to editors that stand in a body: what changed, what is to come, how parts fit together. They are no story."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newswire.normalise import embargo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newswire.story import Paragraph

_HEAD = 6
"""Paragraphs at the start in which a note can stand."""
_TAIL = 4
"""Paragraphs at the end in which one can stand: sign-offs follow it."""
_MAX_CHARACTERS = 600

_CHANGES = (
    "add(?:s|ed|ing)?|updat(?:es?|ed|ing)|recasts?|correct(?:s|ed|ing)?|refil(?:es?|ing)|repeats?|removes?|clarifies|fixes|"
    "writes through|changes|deletes?|drops|rewrites|edits|releads|restores|inserts|amends|trims|tightens|moves|"
    "new throughout|rpt|refile|writethru|"
    "neu|berichtigt|ergänzt|aktualisiert|korrigiert|korrektur|berichtigung|zusammenfassung|wiederholung|achtung|"
    "actualise|actualisation|ajoute|complète|corrige|précise|avec|rectifie|remplace|reprise|"
    "mise à jour|met à jour|"
    "actualiza|agrega|amplía|añade|corrige|precisa|reitera|repite|rectifica|sustituye|"
    "actualizza|aggiorna|aggiunge|amplia|corregge|integra|ripete|atualiza|acrescenta|adiciona|"
    "actualiseert|corrigeert|herhaalt|herhaling|vult aan|voegt|"
    "oppdaterer|oppdatert|utvidet|opdaterer|opdateret|tilføjer|retter|uppdaterad|uppdaterar|rättar|"
    "lägger till|legger til"
)
_CHANGED = (
    r"(?:has been |was |is |had been )?(?:correct|refil|updat|recast|amend|clarif|repeat|chang)(?:s|es|ed|ies|ied)?\b"
)
_CHANGES, _CHANGED = (words.replace(" ", r"\ ") for words in (_CHANGES, _CHANGED))
_TO_THE_END = r"[^()]*(?:\([^()]*\)[^()]*)*\)\W*$"

_NOTE = re.compile(
    rf"""\W*(?:eds?|editors?)\b\.?:                                        # Eds: Adds full results.
       | \W*(?:editor['’]?s?|editors['’]?)\ notes?\b\W*[:_\u2013\u2014.-]     # EDITOR'S NOTE:
       | \W*(?:notes?\ to|attn\.?|attention)\ (?:editors|eds)\b
       | \W*(?:hinweis|hinweise|achtung)\W+(?:an\ die\ )?redaktion(?:en)?\b
       | \W*(?:note|avis)\ aux\ r[ée]dactions?\b
       | \W*nota\ a(?:i|\ los)\ redat?c?tori\b
       | \W*(?:an\ die\ |til\ |till\ |obs\W+)?(?:redaktione(?:n|r|rna|rne)|r[ée]dactions|redacties|toimituksille)\s*:
       | \W*(?:an\ die|til|till|obs\W*|noot\ voor\ de)\ (?:redaktion|redactie)\s*:
       | \((?:(?:note|hinweis|remarque|nota|anmerkung|avis|merknad)\s*:            # (NOTE: ...)
             |(?-i:NOTE|HINWEIS|REMARQUE|NOTA|ANMERKUNG|AVIS)\b){_TO_THE_END}
       | \W*note:\ (?:language|contents?|graphic|strong|this\ story|story)\b.*\b(?:offen[ds]|disturb|explicit)
       | ///.* | (?-i:ATTENTION)\s*[-\u2013\u2014].*///\W*$           # AFP
       | (?-i:ATTENTION)\s*[-\u2013\u2014:]\s*(?:{_CHANGES})\b(?!.*[.!?]$)
       | \(this\ (?:[^\W\d_]{{3,9}}\.?\ \d{{1,2}}\ |version\ of\ (?:the|this)\ [^()]{{0,20}})?
             (?:story|article|item|version|report|dispatch)\ {_CHANGED}{_TO_THE_END}
       | \((?:{_CHANGES})\b{_TO_THE_END}      # (Adds minister's reaction in paragraph 3)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
# UPDATES with quotes, background
_CHANGE_IN_CAPITALS = re.compile(
    r"(?:(?:ADDS|RECASTS|CORRECTS|REFILES|CLARIFIES|ACTUALISE|AJOUTE|CORRIGE)(?:,|\b(?=[^a-zß-ÿ]{1,80}[a-zß-ÿ]))"
    r"|(?:UPDATES|REPEATS|AMENDS)(?:,| with\b| to\b| throughout\b)) ?[^.!?]*$"
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
    tail = len(paragraphs) - _TAIL
    kept: list[Paragraph] = []
    notes: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        if (number < _HEAD or number >= tail) and is_note(paragraph.text):
            notes.append(paragraph.text)
        else:
            kept.append(paragraph)
    return (kept, notes) if kept else (list(paragraphs), [])


def is_note(text: str) -> bool:
    """Tell whether a paragraph is a note to editors; a line about an embargo is one."""
    if len(text) > _MAX_CHARACTERS:
        return False
    return (
        bool(_NOTE.match(text) or _DELTA.match(text) or _CHANGE_IN_CAPITALS.match(text))
        or embargo.in_lines([text]) is not None
    )
