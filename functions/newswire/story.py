"""The story: the one model that every part of Newswire speaks of. No I/O here."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, computed_field, field_validator

MAX_ID_BYTES = 480
"""Longest story id in UTF-8 bytes, so that `{id}@{version}` fits the 512 bytes of an OpenSearch document id."""

MAX_VERSION = 2**60 - 1
"""Largest version: `precedence` needs room above it, and the engine's external versions are signed 64-bit numbers."""

SUMMARY_LENGTH = 240

UNTIL_A_NEWER_VERSION = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
"""The embargo of a story whose embargo text cannot be read: hidden until a newer version says otherwise."""


class Status(StrEnum):
    """What may be done with a version: published, held back for now, withdrawn for good, or no more, its time is up."""

    USABLE = "usable"
    WITHHELD = "withheld"
    KILLED = "killed"
    EXPIRED = "expired"


class ParagraphKind(StrEnum):
    """Body, or what a publisher inserted into wire copy."""

    BODY = "body"
    TEASER = "teaser"
    POLL = "poll"
    SHORTCODE = "shortcode"
    DISCLAIMER = "disclaimer"
    BIO = "bio"
    CREDIT = "credit"
    PROMO = "promo"
    COPYRIGHT = "copyright"
    TAGS = "tags"


class GuidRule(StrEnum):
    """How the guid was found: the supplier's own, or a digest of the content where the format has none."""

    SUPPLIER = "supplier"
    CONTENT = "content"


class VersionRule(StrEnum):
    """How the version was found.

    SUPPLIER: the supplier's version number. VERSION_CREATED, RECEIVED: that time, in milliseconds since 1970.
    CONTENT: the guid is a digest of the content, so there is one version, 1.
    """

    SUPPLIER = "supplier"
    VERSION_CREATED = "version_created"
    RECEIVED = "received"
    CONTENT = "content"


class Origin(StrEnum):
    """Where a tag came from."""

    SUPPLIER = "supplier"
    RULE = "rule"
    MODEL = "model"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Dateline(_Part):
    """Where (and when) a story was filed; `text` is the agency's own, as printed."""

    text: str | None = None
    city: str | None = None
    country: str | None = None
    date: dt.date | None = None


class Paragraph(_Part):
    """One paragraph. `html` only where mark-up says more than the text does; `why` says why it is not body."""

    kind: ParagraphKind = ParagraphKind.BODY
    text: str
    html: str | None = None
    why: str | None = None


class Subject(_Part):
    """A code as the supplier sent it."""

    code: str
    scheme: str | None = None
    name: str | None = None


class _Tag(_Part):
    origin: Origin
    confidence: float = Field(ge=0, le=1)
    evidence: str | None = None


class Topic(_Tag):
    """An IPTC Media Topic."""

    code: str
    name: str


class Person(_Tag):
    """A person whom the story is about or who is named in it."""

    name: str


class Organisation(_Tag):
    """An organisation named in the story."""

    name: str


class Place(_Tag):
    """A place named in the story, resolved to GeoNames where `geonames_id` is there; degrees in WGS 84.

    `country` is as the supplier writes it, of a place that we resolved ISO 3166 alpha-2; `country_name` and `division`
    (the state or province) say in words where that is.
    """

    name: str
    geonames_id: int | None = None
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    country: str | None = None
    country_name: str | None = None
    division: str | None = None


class Kind(_Tag):
    """What kind of text the story is: "obituary", "results"; there is none for a plain report."""

    name: str


class Quote(_Tag):
    """A quotation; `start` and `end` are character offsets into `body_text`."""

    text: str
    start: int
    end: int
    speaker: str | None = None


class Story(BaseModel):
    """One version of a story.

    Times are instants in UTC. `version_created` is always there: a delivery that gives none, or a nonsense one, takes
    the time of receipt and says so in `warnings`. `genre` is the supplier's. Of the `keywords`, `found_keywords` are
    those that we found in the text. `rules_version` tells which rules have tagged the story, None while it waits for
    its tags.
    """

    model_config = ConfigDict(frozen=True, validate_default=True)

    # Identity
    supplier: str = Field(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9_.-]*$")
    feed: str | None = None
    publisher: str | None = None
    guid: str = Field(min_length=1)
    guid_rule: GuidRule = GuidRule.SUPPLIER
    version: int = Field(ge=0, le=MAX_VERSION)
    version_rule: VersionRule
    url: str | None = None
    # Life
    status: Status = Status.USABLE
    embargo_until: AwareDatetime | None = None
    embargo_text: str | None = None
    expires: AwareDatetime | None = None
    first_created: AwareDatetime | None = None
    version_created: AwareDatetime
    received: AwareDatetime
    replaces: str | None = None
    ed_note: str | None = None
    correction: str | None = None
    # Text
    headline: str | None = None
    subheadline: str | None = None
    slug: str | None = None
    byline: str | None = None
    dateline: Dateline | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    language: str | None = None
    copyright: str | None = None
    usage_terms: str | None = None
    credit: str | None = None
    # Tags
    subjects: tuple[Subject, ...] = ()
    topics: tuple[Topic, ...] = ()
    people: tuple[Person, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    places: tuple[Place, ...] = ()
    quotes: tuple[Quote, ...] = ()
    keywords: tuple[str, ...] = ()
    found_keywords: tuple[str, ...] = ()
    genre: str | None = None
    kind: Kind | None = None
    urgency: int | None = Field(default=None, ge=1, le=9)
    rules_version: str | None = None
    # What we noticed, and what we do not know
    warnings: tuple[str, ...] = ()
    extra: dict[str, Any] = Field(default_factory=dict)

    @field_validator("embargo_until")
    @classmethod
    def _up_to_a_millisecond(cls, embargo_until: dt.datetime | None) -> dt.datetime | None:
        # The engine keeps whole milliseconds and cuts off the rest: a search would show the story too early.
        if embargo_until is None or embargo_until.microsecond % 1000 == 0:
            return embargo_until
        if embargo_until >= UNTIL_A_NEWER_VERSION:
            return UNTIL_A_NEWER_VERSION
        return embargo_until + dt.timedelta(microseconds=1000 - embargo_until.microsecond % 1000)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def id(self) -> str:
        """`supplier:guid`, at most MAX_ID_BYTES long; a longer guid is cut and given a hash."""
        return story_id(self.supplier, self.guid)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def body_text(self) -> str:
        """The story's own words: its body paragraphs, a blank line between two."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs if paragraph.kind is ParagraphKind.BODY)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def summary(self) -> str:
        """The beginning of the body, cut between words to about SUMMARY_LENGTH characters."""
        text = " ".join(self.body_text[: SUMMARY_LENGTH * 4].split())
        if len(text) <= SUMMARY_LENGTH:
            return text
        return f"{text[:SUMMARY_LENGTH].rsplit(' ', 1)[0]} …"

    @computed_field  # type: ignore[prop-decorator]
    @property
    def word_count(self) -> int:
        """Words of the body, counted by us: suppliers' counts differ from what they send."""
        return len(self.body_text.split())

    @computed_field  # type: ignore[prop-decorator]
    @property
    def published(self) -> dt.datetime:
        """When the story first came out, as far as we know."""
        return self.first_created or self.version_created


def story_id(supplier: str, guid: str) -> str:
    """Return the id of a story: `supplier:guid`, cut to MAX_ID_BYTES with a hash where it is longer.

    The cut falls between characters, and two long guids that begin alike keep apart by their hash.
    """
    whole = f"{supplier}:{guid}".encode()
    if len(whole) <= MAX_ID_BYTES:
        return whole.decode()
    digest = hashlib.sha256(whole).hexdigest()[:32]
    cut = whole[: MAX_ID_BYTES - len(digest) - 1].decode(errors="ignore")
    return f"{cut}~{digest}"


def supplier_name(text: str) -> str | None:
    """Return the name of a supplier as it stands in ids ("dpa", "example-news-agency"), None where none is left.

    Small letters, digits, and "_.-"; anything else becomes a hyphen.
    """
    return re.sub(r"[^a-z0-9_.-]+", "-", text.strip().lower())[:64].strip("-_.") or None


def rfc3339(instant: dt.datetime) -> str:
    """Return an instant as the documents of stories write theirs, and all answers: RFC 3339 in UTC, with a Z."""
    return f"{instant.astimezone(dt.UTC).replace(tzinfo=None).isoformat()}Z"


def precedence(story: Story) -> int:
    """Return the number by which two states of one story are ordered: the larger one wins.

    The version decides. At equal versions a kill wins over everything else, also when it came first; then the later
    version_created, since suppliers change a story and keep its number (AP's version 0). Of content-made identities,
    whose versions cannot differ, the one received first wins: the same text again is no news.
    This is the external version of the engine's document, so that the order of arrival does not matter. Versions that
    are times, or as large, hold no second time: there is no room for one.
    """
    order = story.version * 2 + (story.status is Status.KILLED)
    if story.version >= _TIMED_VERSIONS:
        return _SECONDS * _TIMED_VERSIONS * 2 + order
    second = min(max(int(story.version_created.timestamp()), 0), _SECONDS - 1)
    if story.version_rule is VersionRule.CONTENT:
        second = _SECONDS - 1 - second
    return order * _SECONDS + second


_SECONDS = 2**32
"""Seconds since 1970 that `precedence` tells apart: until 2106."""
_TIMED_VERSIONS = 2**29
"""Versions below this leave room for the seconds."""


def tombstone(story: Story) -> Story:
    """Return what stays of a killed story: its identity, its times and the agency's note why, none of its text."""
    return Story(
        supplier=story.supplier,
        feed=story.feed,
        publisher=story.publisher,
        guid=story.guid,
        guid_rule=story.guid_rule,
        version=story.version,
        version_rule=story.version_rule,
        status=Status.KILLED,
        first_created=story.first_created,
        version_created=story.version_created,
        received=story.received,
        ed_note=story.ed_note,
        slug=story.slug,
        language=story.language,
        urgency=story.urgency,
    )
