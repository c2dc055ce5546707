"""One item of NewsML-G2 to a story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newswire.errors import InvalidStory, NotAStory
from newswire.formats import newsml_g2_body, newsml_g2_tags, newsml_g2_text, xml
from newswire.formats.life import version
from newswire.formats.newsml_g2_meta import Meta
from newswire.formats.story import body_from_texts, make_story, without_headline
from newswire.story import Status, Story

if TYPE_CHECKING:
    from lxml import etree

    from newswire.delivery import Delivery
    from newswire.formats.newsml_g2_body import Rendition

_NO_TEXT = {"composite": "the item is a package that only lists other items"}
_MAX_REFERENCES = 500
"""References of a package that are kept."""


def read(item: etree._Element, delivery: Delivery, sender: str | None, position: str | None) -> Story:
    """Return the story of a news item or a package.

    Raises
    ------
    NotAStory: a picture, a sound or a package has neither headline nor text.
    InvalidStory: there is no guid, or a value breaks the rules of a story.
    DeliveryTooLarge: it has too many tags or paragraphs.
    """
    meta = Meta(item, delivery, sender)
    guid = meta.guid()
    status = meta.status()
    content = newsml_g2_body.read(item)
    text = _text(meta, content)
    if not (text["headline"] or text["paragraphs"] or status is not Status.USABLE or meta.item_class() == "text"):
        kind = _NO_TEXT.get(meta.item_class(), f"the item is a {meta.item_class()}")
        raise NotAStory(f"{kind}: it has neither a headline nor a text, so there is nothing to publish", position)
    if guid is None:
        raise InvalidStory("the item has no guid", position)
    life = _life(meta, delivery)
    meta.warnings += [f"content left out: {what}" for what in content.unread]
    if content.others:
        meta.warnings.append("its renditions differ in words: the fullest is the text, the others are in extra")
    extra = newsml_g2_text.others(meta) | {
        "page_header": content.page_header,
        "captions": list(content.text.captions),
        "word_count_sent": content.word_count_sent,
        "renditions": list(content.others),
        "references": _references(item),
    }
    return make_story(
        position=position,
        supplier=meta.supplier,
        feed=delivery.feed,
        guid=guid,
        status=status,
        **life,
        **text,
        **newsml_g2_text.rights(meta),
        replaces=meta.replaces(),
        correction=meta.correction(),
        language=meta.language(),
        subjects=newsml_g2_tags.subjects(meta),
        people=newsml_g2_tags.people(meta),
        organisations=newsml_g2_tags.organisations(meta),
        places=newsml_g2_tags.places(meta),
        keywords=newsml_g2_tags.keywords(meta),
        genre=newsml_g2_tags.genre(meta),
        urgency=meta.urgency(),
        warnings=tuple(meta.warnings),
        extra={name: value for name, value in extra.items() if value},
    )


def _life(meta: Meta, delivery: Delivery) -> dict[str, Any]:
    created = meta.time("versioncreated", "contentmodified", "contentcreated")
    if created is None:
        meta.warnings.append("no versionCreated, the time of receipt stands for it")
    number, version_rule = version(meta.version(), created, delivery.received, meta.warnings)
    embargo_until, embargo_text = meta.embargo()
    return {
        "version": number,
        "version_rule": version_rule,
        "embargo_until": embargo_until,
        "embargo_text": embargo_text,
        "expires": meta.time("expires"),
        # A picture's content is as old as the picture: that is not when it came out.
        "first_created": meta.time("firstcreated", *(["contentcreated"] if meta.item_class() == "text" else [])),
        "version_created": created or delivery.received,
        "received": delivery.received,
    }


def _text(meta: Meta, content: Rendition) -> dict[str, Any]:
    """Return the text fields: the item's own properties, and what its content says where they say nothing."""
    inline = content.text
    headline, subheadline = newsml_g2_text.headlines(meta)
    headline = headline or inline.headline or meta.text("title")
    paragraphs = tuple(without_headline(inline.paragraphs, headline))
    notes = (newsml_g2_text.ed_note(meta), *inline.ed_notes)
    return {
        "headline": headline,
        "subheadline": subheadline or inline.subheadline,
        "slug": meta.text("slugline"),
        "byline": "; ".join(dict.fromkeys(meta.texts("by"))) or inline.byline,
        "dateline": newsml_g2_text.dateline(meta) or inline.dateline,
        "paragraphs": paragraphs or body_from_texts(newsml_g2_text.described(meta)),
        "ed_note": "\n".join(filter(None, notes)) or None,
        "credit": (meta.text("creditline") or "").strip(" –-") or None,
    }


def _references(item: etree._Element) -> list[dict[str, str | None]]:
    """Return what a package refers to."""
    found = (
        reference for group in xml.children(item, "groupSet", "group") for reference in xml.children(group, "itemRef")
    )
    return [
        {"guid": xml.attribute(each, "residref", "href"), "title": xml.text_of(xml.child(each, "title"))}
        for _, each in zip(range(_MAX_REFERENCES), found, strict=False)
    ]
