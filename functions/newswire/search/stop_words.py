"""Words that ask and do not name: left out of unquoted queries, never out of the index.

Source: Lucene's English list and the request words that made a measured difference (English only; "us", "who" in
capitals and "Will" stay words, because the list is matched before lower-casing).
"""

from __future__ import annotations

_WORDS = """
a about above after again against all also am an and any are as at be been before being below between both but by can
could did do does doing down during each few for from further had has have having he her here hers him his how i if in
into is it its itself me more most my myself no nor not of off on once only or other our ours out over own same she
should so some such than that the their them themselves then there these they this those through to too under until up
very was we were what when where which while who whom why will with would you your yours
""".split()

_NAMES_WHEN_CAPITALISED = {"will", "can", "more", "most", "own", "down", "off", "few", "her", "am", "same", "such"}

STOP_WORDS: frozenset[str] = frozenset(
    [*_WORDS, *(word.capitalize() for word in _WORDS if word not in _NAMES_WHEN_CAPITALISED)]
)
