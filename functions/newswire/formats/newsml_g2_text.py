"""What a NewsML-G2 item's properties say in words: headlines, dateline, notes to editors, descriptions, rights."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newswire.formats import nitf_dateline, xml
from newswire.formats.newsml_g2_meta import code, last_part, name_of, role
from newswire.normalise.dateline import normal_case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from newswire.formats.newsml_g2_meta import Meta
    from newswire.story import Dateline

_MAIN = frozenset({"", "main", "headline"})
_ABSTRACTS = ("summary", "abstract", "teaser", "intro", "")
# dpa's: its editors' initials, people's telephone numbers, and all its notes once more as a page.
_NO_NOTES = frozenset({"closingline", "contacts", "dpacontacts", "notepad"})
_HAVE_A_FIELD = frozenset(
    "itemclass provider versioncreated firstcreated embargoed pubstatus ednote title urgency contentcreated "
    "contentmodified expires language slugline headline dateline by creditline description creator subject keyword "
    "genre located link copyrightnotice copyrightholder usageterms".split()
)
_MAX_OTHERS = 100
"""Properties without a field that are kept: items have some ten."""


def headlines(meta: Meta) -> tuple[str | None, str | None]:
    """Return the main headline, of several the one of the first rank, and the one below it."""
    found = [(role(each), _rank(each), text) for each in meta.properties["headline"] if (text := xml.text_of(each))]
    mains = [(rank, text) for named, rank, text in found if named in _MAIN]
    main = min(mains, key=lambda each: each[0])[1] if mains else next((text for _, _, text in found), None)
    return main, next((text for named, _, text in found if named.startswith("sub") and text != main), None)


def _rank(element: etree._Element) -> int:
    rank = xml.attribute(element, "rank") or ""
    return int(rank) if re.fullmatch(r"\d{1,4}", rank, re.ASCII) else 1


def dateline(meta: Meta) -> Dateline | None:
    """Return the dateline that the item prints. Where it was made (`located`) helps to read that, and is none."""
    found = nitf_dateline.from_printed(meta.text("dateline"))
    if found is None:
        return None
    for located in meta.properties["located"]:
        city = name_of(located)
        if city and re.search(rf"\b{re.escape(city)}\b", found.text or "", re.IGNORECASE):
            return found.model_copy(update={"city": normal_case(city), "country": found.country or _country(located)})
    return found


def _country(located: etree._Element) -> str | None:
    broader = (each for each in xml.children(located, "broader") if last_part(xml.attribute(each, "type")) == "country")
    return next(filter(None, map(name_of, broader)), None)


def ed_note(meta: Meta) -> str | None:
    """Return the notes to editors, each once. They are not for publication, whether they say so or not."""
    notes = (xml.text_of(each) for each in meta.properties["ednote"] if role(each) not in _NO_NOTES)
    return "\n".join(dict.fromkeys(filter(None, notes))) or None


def descriptions(meta: Meta) -> dict[str, str]:
    """Return the descriptions by their roles."""
    found: dict[str, str] = {}
    for element in meta.properties["description"]:
        if text := xml.text_of(element):
            found.setdefault(role(element), text)
    return found


def abstract(meta: Meta) -> str | None:
    """Return the summary of the text."""
    found = descriptions(meta)
    return next((found[name] for name in _ABSTRACTS if name in found), None)


def described(meta: Meta) -> list[str]:
    """Return the descriptions that say more than another one: the text of an item without text."""
    texts = list(dict.fromkeys(descriptions(meta).values()))
    return [text for text in texts if not any(text in other for other in texts if other is not text)]


def rights(meta: Meta) -> dict[str, str | None]:
    """Return copyright and usage terms."""
    holders = filter(None, map(name_of, meta.properties["copyrightholder"]))
    return {
        "copyright": "\n".join(dict.fromkeys(meta.texts("copyrightnotice"))) or next(holders, None),
        "usage_terms": "\n".join(dict.fromkeys(meta.texts("usageterms"))) or None,
    }


def others(meta: Meta) -> dict[str, Any]:
    """Return what a story has no field for."""
    summary = abstract(meta)
    used = headlines(meta)
    found = {
        "type": meta.item_class(),
        "abstract": summary,
        "descriptions": {name: text for name, text in descriptions(meta).items() if text != summary},
        "headlines": [text for text in dict.fromkeys(meta.texts("headline")) if text not in used],
        "title": meta.text("title"),
        "authors": list(dict.fromkeys(filter(None, map(name_of, meta.properties["creator"])))),
        "places": list(dict.fromkeys(filter(None, map(name_of, meta.properties["located"])))),
        "links": [_link(each) for each in meta.properties["link"][:_MAX_OTHERS]],
        "raw": meta.raw,
        "other": list(_unread(meta)),
    }
    return {name: value for name, value in found.items() if value}


def _link(element: etree._Element) -> dict[str, str | None]:
    return {
        "rel": xml.attribute(element, "rel"),
        "to": xml.attribute(element, "residref", "guidref", "href"),
        "title": name_of(element) or xml.text_of(element),
    }


def _unread(meta: Meta) -> Iterator[dict[str, str]]:
    elements = [each for name, found in meta.properties.items() if name not in _HAVE_A_FIELD for each in found]
    for element in elements[:_MAX_OTHERS]:
        value = xml.text_of(element) or xml.attribute(element, "qcode", "uri", "literal") or code(element)
        if value and xml.name(element):
            yield {"property": xml.name(element), "role": xml.attribute(element, "role", "type") or "", "value": value}
