"""E-mail (RFC 822, MIME): one message is one story; its body may be a form that says the fields by name.

Identity: the Message-ID, else a digest of sender, date, subject and text. Version: the Date, in milliseconds. The
supplier is the domain of the sender; who may send as whom is for the receiving side to check (SPF, DKIM), not for us.
Pictures and other attachments are named in `extra`, not read.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from typing import TYPE_CHECKING, Any

from newswire.errors import InvalidStory, NotAStory
from newswire.formats import life, mail_form, mail_parts
from newswire.formats.life import Timestamps
from newswire.formats.mail_headers import header
from newswire.formats.ninjs_fields import STATUSES, whole_number
from newswire.formats.story import make_story
from newswire.normalise import dateline, embargo
from newswire.normalise.text import collapse
from newswire.story import GuidRule, Status, VersionRule, supplier_name

if TYPE_CHECKING:
    from email.message import Message

    from newswire.delivery import Delivery
    from newswire.errors import DeliveryError
    from newswire.formats.mail_form import Form
    from newswire.story import Story

_FIELD = re.compile(r"(?:From [^\n]*\n)?((?:[!-9;-~]{1,60}:[^\n]*(?:\n|$)(?:[ \t][^\n]*(?:\n|$))*)+)", re.DOTALL)
_NAMES = re.compile(r"^([!-9;-~]{1,60}):", re.MULTILINE)
_CERTAIN = frozenset({"message-id", "received", "return-path", "delivered-to", "mime-version", "dkim-signature"})
_USUAL = frozenset({"from", "to", "date", "subject"})
_DOMAIN = re.compile(r"@([\w.-]+)")
_NAME = re.compile(r"""^["'\s]*([^<>"]*?)["'\s]*<""")
_BRACKETS = re.compile(r"[\[\]()]")
_HEAD = 5
"""Paragraphs at whose head an embargo stands."""


def recognises(head: str, content_type: str) -> bool:
    """Tell whether this is a mail: it begins with fields that only mails have, or with the usual four of them."""
    fields = _FIELD.match(head.replace("\r\n", "\n").replace("\r", "\n"))
    names = {name.lower() for name in _NAMES.findall(fields[1])} if fields else set()
    return content_type.startswith("message/rfc822") or bool(names & _CERTAIN) or names >= _USUAL


def parse(delivery: Delivery) -> list[Story | DeliveryError]:
    """Return the one story of a mail.

    Raises
    ------
    NotAStory: it is an automatic answer or a report of delivery.
    InvalidStory: there is no text in it.
    MalformedDelivery, DeliveryTooLarge: see `mail_parts.read`.
    """
    message = mail_parts.message(delivery.body.lstrip().removeprefix(codecs.BOM_UTF8))
    _refuse_automatic(message)
    texts, attachments = mail_parts.read(message)
    form = mail_form.read(texts)
    if not form.paragraphs:
        raise InvalidStory("a mail without text")
    extra: dict[str, Any] = {**form.extra, "from": header(message, "From"), "attachments": attachments}
    return [_story(message, form, extra, delivery)]


def _story(message: Message, form: Form, extra: dict[str, Any], delivery: Delivery) -> Story:
    supplier = delivery.supplier or _supplier(message)
    warnings: list[str] = []
    written = Timestamps(supplier, warnings, extra, delivery.terms)
    sent = written.instant("date", header(message, "Date"))
    if sent is None:
        warnings.append("no time in it, the time of receipt stands for it")
    subject = header(message, "Subject")
    embargo_until, embargo_text = written.embargo(
        form.fields.get("embargo"), [embargo.in_lines(_head(subject, form)) or ""]
    )
    guid, guid_rule = _guid(message, form)
    version, version_rule = life.version(None, sent, delivery.received)
    if guid_rule is GuidRule.CONTENT:
        version, version_rule = 1, VersionRule.CONTENT
    place = form.fields.get("dateline")
    urgency = _urgency(form.fields.get("urgency"), extra)
    return make_story(
        supplier=supplier,
        feed=delivery.feed,
        guid=guid,
        guid_rule=guid_rule,
        version=version,
        version_rule=version_rule,
        status=_status(form.fields.get("status"), warnings),
        embargo_until=embargo_until,
        embargo_text=embargo_text,
        first_created=sent,
        version_created=sent or delivery.received,
        received=delivery.received,
        ed_note=form.fields.get("ed_note"),
        headline=form.fields.get("headline") or subject,
        slug=form.fields.get("slug"),
        byline=form.fields.get("byline"),
        dateline=dateline.from_located(place) if place else None,
        paragraphs=form.paragraphs,
        language=form.fields.get("language") or header(message, "Content-Language"),
        copyright=form.fields.get("copyright"),
        usage_terms=form.fields.get("usage_terms"),
        keywords=_keywords(form.fields.get("keywords") or header(message, "Keywords")),
        genre=form.fields.get("genre"),
        urgency=urgency,
        warnings=tuple(warnings),
        extra={name: value for name, value in extra.items() if value},
    )


def _refuse_automatic(message: Message) -> None:
    if message.get_content_type() == "multipart/report":
        raise NotAStory("a report of delivery, no story")
    if (header(message, "Auto-Submitted") or "").lower().startswith("auto-replied"):
        raise NotAStory("an automatic answer, no story")


def _supplier(message: Message) -> str:
    domain = _DOMAIN.search(header(message, "From") or "")
    return (supplier_name(domain[1]) if domain else None) or "unknown"


def _guid(message: Message, form: Form) -> tuple[str, GuidRule]:
    own = header(message, "Message-ID")
    if own:
        return own, GuidRule.SUPPLIER
    said = [header(message, name) or "" for name in ("From", "Date", "Subject")]
    words = collapse("\n".join([*said, *(paragraph.text for paragraph in form.paragraphs)]))
    return f"mail:{hashlib.sha256(words.encode()).hexdigest()[:32]}", GuidRule.CONTENT


def _head(subject: str | None, form: Form) -> list[str]:
    """Return the lines in which an embargo may stand in words; in a subject it often stands in brackets."""
    return [
        *_BRACKETS.split(subject or ""),
        *(line for part in form.paragraphs[:_HEAD] for line in part.text.splitlines()),
    ]


def _status(word: str | None, warnings: list[str]) -> Status:
    if word is None:
        return Status.USABLE
    status = STATUSES.get(word.lower())
    if status is None:
        warnings.append(f"unknown status, withheld: {word[:80]!r}")
    return status or Status.WITHHELD


def _urgency(text: str | None, extra: dict[str, Any]) -> int | None:
    """Return the urgency where it is a number from 1 to 9; `extra` keeps another one ("Urgent")."""
    number = whole_number(text)
    if number is not None and 1 <= number <= 9:
        return number
    extra["urgency"] = text
    return None


def _keywords(text: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(collapse, re.split(r"[,;\n]", text or "")))))
