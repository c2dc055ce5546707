"""What each kind of node finds on the real engine."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from opensearchpy import OpenSearch

from newswire.index import Index
from newswire.search import request
from newswire.search.caller import Caller
from newswire.search.parameters import Parameters
from newswire.search.tree import (
    And,
    Around,
    Comparison,
    Dates,
    Everything,
    Feature,
    Has,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Similar,
    TagField,
    Tagged,
    TextField,
    Urgency,
    Word,
)
from newswire.story import Organisation, Origin, Person, Place, Quote, Story, Subject, Topic
from tests.unit.stories import NOW, make_story

EVERYONE = Caller()


def write(index: Index, engine: OpenSearch, *stories: Story) -> None:
    index.write(stories)
    engine.indices.refresh(index=index.stories)


def answer(index: Index, tree: Node, parameters: Parameters | None = None, **options: Any) -> dict[str, Any]:
    caller = options.pop("caller", EVERYONE)
    built = request.build(tree, parameters or Parameters(), NOW, caller, **{"origin": NOW, **options})
    return index.search(built)


def find(index: Index, tree: Node, parameters: Parameters | None = None, **options: Any) -> list[str]:
    hits = answer(index, tree, parameters, **options)["hits"]["hits"]
    return [hit["_source"]["id"].partition(":")[2] for hit in hits]


def words(text: str, field: TextField | None = None) -> Node:
    nodes = tuple(Word(word, field) for word in text.split())
    return And(nodes) if len(nodes) > 1 else nodes[0]


TYPED = {
    "cpp": "Rust against C++ in the kernel",
    "csharp": "New release of C# and F#",
    "c": "The C programming language",
    "tag": "Fans post #Strike2026 on Monday",
    "untagged": "Unions plan strike2026 action",
    "at": "Write to @jane_doe about it",
    "jane": "The user jane_doe left",
    "mail": "Send it to press.desk@example.com today",
    "att": "AT&T raises prices",
    "at-t": "Look at T cells",
    "obrien": "Mr O’Brien resigned",
    "brien": "Mr Brien resigned",
    "f16": "An F-16 took off",
    "16": "Route 16 took an F grade",
    "5g": "Phones for 5G are here",
    "us": "The U.S. embassy",
    "them": "Tell us more",
    "comma": "Some 1,234 people came",
    "plain": "The year 1234 was cold",
    "decimal": "Inflation at 3.5% in May",
    "bare": "It weighs 3.5 kilos",
    "dollar": "A price of US$1,500 each",
    "euro": "A price of €1,500 each",
    "covid": "A Covid-19 ward",
    "covid2": "The COVID 19 unit",
    "mailing": "She sent an e-mail",
    "accent": "Beyoncé sings",
    "street": "Straße gesperrt",
    "dotted": "İstanbul and Iğdır",
    "chinese": "今日地震发生",
    "kana": "地下で震える",
}

FOUND_AS_TYPED = [
    ("C++", ["cpp"]),
    ("c++", ["cpp"]),
    ("C#", ["csharp"]),
    ("F#", ["csharp"]),
    ("C", ["c", "cpp", "csharp"]),
    ("#strike2026", ["tag"]),
    ("strike2026", ["tag", "untagged"]),
    ("@jane_doe", ["at"]),
    ("jane_doe", ["at", "jane"]),
    ("press.desk@example.com", ["mail"]),
    ("example.com", ["mail"]),
    ("AT&T", ["att"]),
    ("at&t", ["att"]),
    ("O'Brien", ["obrien"]),
    ("o’brien", ["obrien"]),
    ("F-16", ["f16"]),
    ("5G", ["5g"]),
    ("U.S.", ["dollar", "them", "us"]),
    ("US", ["dollar", "them", "us"]),
    ("1,234", ["comma", "plain"]),
    ("1234", ["comma", "plain"]),
    ("3.5%", ["decimal"]),
    ("3.5", ["bare", "decimal"]),
    ("$1,500", ["dollar"]),
    ("US$1500", ["dollar"]),
    ("€1500", ["euro"]),
    ("1,500", ["dollar", "euro"]),
    ("Covid-19", ["covid", "covid2"]),
    ("COVID 19", ["covid", "covid2"]),
    ("e-mail", ["mailing"]),
    ("e-mails", ["mailing"]),
    ("beyonce", ["accent"]),
    ("BEYONCÉ", ["accent"]),
    ("strasse", ["street"]),
    ("straße", ["street"]),
    ("istanbul", ["dotted"]),
    ("Iğdir", ["dotted"]),
    ("地震", ["chinese"]),
    ("who's", []),
    ("nothing.", []),
]


def test_tokens_are_found_as_typed(index: Index, engine: OpenSearch) -> None:
    write(index, engine, *(make_story(guid=guid, headline=text, body="") for guid, text in TYPED.items()))
    parameters = Parameters(size=100)
    found = {text: sorted(find(index, words(text), parameters)) for text, _ in FOUND_AS_TYPED}
    assert found == dict(FOUND_AS_TYPED)
    quoted = [
        "C++",
        "#strike2026",
        "AT&T",
        "F-16",
        "press.desk@example.com",
        "1,234",
        "3.5%",
        "$1,500",
        "Covid-19",
        "地震",
    ]
    assert {text: sorted(find(index, Phrase(text), parameters)) for text in quoted} == {
        text: dict(FOUND_AS_TYPED)[text] for text in quoted
    }


SAID = make_story(
    guid="said",
    headline="Minister elected to lead the talks",
    body="The minister of trade spoke on Monday.\n\nShe will hold a public call with the unions.",
    slug="UKRAINE-WAR Talks",
    byline="By Ana María López",
    language="en-GB",
    genre="Analysis",
    publisher="Gazette du Nord",
    urgency=2,
    people=(
        Person(name="Vladimir Putin", origin=Origin.MODEL, confidence=0.9),
        Person(name="Seán O’Brien", origin=Origin.MODEL, confidence=0.9),
        Person(name="Joe R. Biden", origin=Origin.MODEL, confidence=0.9),
    ),
    organisations=(
        Organisation(name="United Nations", origin=Origin.MODEL, confidence=0.9),
        Organisation(name="Ministry of Defence", origin=Origin.MODEL, confidence=0.9),
        Organisation(name="IMF", origin=Origin.MODEL, confidence=0.9),
    ),
    places=(
        Place(name="Kharkiv", lat=49.98, lon=36.25, country="UA", origin=Origin.RULE, confidence=0.9),
        Place(name="New York", lat=40.71, lon=-74.01, country="US", origin=Origin.RULE, confidence=0.9),
    ),
    topics=(Topic(code="medtop:20001065", name="football", origin=Origin.RULE, confidence=0.9),),
    subjects=(Subject(code="own:77", scheme="own"),),
    quotes=(
        Quote(
            text="We want a public call now",
            start=0,
            end=5,
            speaker="Olena Kovalenko",
            origin=Origin.RULE,
            confidence=0.9,
        ),
        Quote(text="No comment", start=6, end=9, speaker="Bo Ek", origin=Origin.RULE, confidence=0.9),
    ),
)
OTHER = make_story(
    guid="other",
    headline="Ministers election",
    body="A call for public money. A minister was seen on Tuesday with the trade unions of Ukraine.",
    slug="WEATHER",
    language="en",
    supplier="dpa",
    urgency=5,
    version_created=NOW - timedelta(days=3),
    places=(Place(name="Ukraine", lat=49.0, lon=32.0, country="UA", origin=Origin.RULE, confidence=0.9),),
)

BOTH = ["other", "said"]
NODES: list[tuple[Node, list[str]]] = [
    (words("minister trade"), BOTH),
    (words("minister elect"), BOTH),
    (words("minister Tuesday"), ["other"]),
    (Or((Word("Tuesday"), Word("Monday"))), BOTH),
    (And((Word("minister"), Not(Word("Tuesday")))), ["said"]),
    (Not(Word("Tuesday")), ["said"]),
    (Not(Or((Word("Tuesday"), Word("Monday")))), []),
    (Everything(), BOTH),
    (Phrase("public call"), ["said"]),
    (Phrase("the minister of trade"), ["said"]),
    (Phrase("minister trade"), []),
    (Phrase("minister trade", slop=1), ["said"]),
    (Phrase("ministers"), ["other"]),
    (Near("trade", "minister", 1), ["said"]),
    (Near("minister", "trade", 1), ["said"]),
    (Near("minister", "trade", 9), BOTH),
    (Near("minister", "public call", 20), ["said"]),
    (Near("the", "unions", 0), ["said"]),
    (Near("minister", "lead", 3, TextField.HEADLINE), ["said"]),
    (Prefix("elect"), BOTH),
    (Prefix("electi"), ["other"]),
    (Prefix("MINISTÉ"), BOTH),
    (Prefix("public-ca"), ["said"]),
    (Prefix("xyz"), []),
    (Word("minister", TextField.HEADLINE), BOTH),
    (Word("trade", TextField.HEADLINE), []),
    (Phrase("public call", field=TextField.HEADLINE), []),
    (Word("election", TextField.BODY), []),
    (Prefix("electio", TextField.HEADLINE), ["other"]),
    (Word("ukraine", TextField.SLUG), ["said"]),
    (Word("ukraine-war", TextField.SLUG), ["said"]),
    (Word("war-ukraine", TextField.SLUG), []),
    (Prefix("ukraine-wa", TextField.SLUG), ["said"]),
    (Prefix("ukr", TextField.SLUG), ["said"]),
    (Word("lopez", TextField.BYLINE), ["said"]),
    (Phrase("ana maria", field=TextField.BYLINE), ["said"]),
    (Phrase("public call", field=TextField.QUOTE), ["said"]),
    (Phrase("call now no comment", field=TextField.QUOTE), []),
    (Word("wants", TextField.QUOTE), ["said"]),
    (Word("unions", TextField.QUOTE), []),
    (words("public call", TextField.QUOTE), ["said"]),
    (Tagged(TagField.SPEAKER, "kovalenko"), ["said"]),
    (Tagged(TagField.SPEAKER, "olena kovalenko"), ["said"]),
    (Tagged(TagField.SPEAKER, "putin"), []),
    (Tagged(TagField.PERSON, "putin"), ["said"]),
    (Tagged(TagField.PERSON, "Vladimir PUTIN"), ["said"]),
    (Tagged(TagField.PERSON, "vladimir"), ["said"]),  # a first name alone is enough too
    (Tagged(TagField.PERSON, "putin vladimir"), []),
    (Tagged(TagField.PERSON, "vladimir biden"), []),
    (Tagged(TagField.PERSON, "sean o'brien"), ["said"]),
    (Tagged(TagField.PERSON, "joe biden"), ["said"]),
    (Tagged(TagField.PERSON, "puti"), []),
    (Tagged(TagField.ORGANISATION, "united nations"), ["said"]),
    (Tagged(TagField.ORGANISATION, "nations"), ["said"]),
    (Tagged(TagField.ORGANISATION, "UN"), ["said"]),
    (Tagged(TagField.ORGANISATION, "U.N."), ["said"]),
    (Tagged(TagField.ORGANISATION, "MoD"), ["said"]),
    (Tagged(TagField.ORGANISATION, "International Monetary Fund"), ["said"]),
    (Tagged(TagField.ORGANISATION, "World Bank"), []),
    (Tagged(TagField.PLACE, "kharkiv"), ["said"]),
    (Tagged(TagField.PLACE, "york"), ["said"]),
    (Tagged(TagField.PLACE, "ukraine"), BOTH),
    (Tagged(TagField.PLACE, "USA"), ["said"]),
    (Tagged(TagField.PLACE, "France"), []),
    (Around("Kharkiv", 50), ["said"]),
    (Around("Kyiv", 200), []),  # a country is not in its middle
    (Around("Kyiv", 600), ["said"]),
    (Around("Trade Unions of Ukraine", 10), ["other"]),  # no place of the gazetteer: text
    (Tagged(TagField.TOPIC, "football"), ["said"]),
    (Tagged(TagField.TOPIC, "soccer"), ["said"]),
    (Tagged(TagField.TOPIC, "sport"), ["said"]),
    (Tagged(TagField.TOPIC, "Sports"), ["said"]),
    (Tagged(TagField.TOPIC, "medtop:15000000"), ["said"]),
    (Tagged(TagField.TOPIC, "20001065"), ["said"]),
    (Tagged(TagField.TOPIC, "15054000"), ["said"]),
    (Tagged(TagField.TOPIC, "own:77"), ["said"]),
    (Tagged(TagField.TOPIC, "tennis"), []),
    (Tagged(TagField.SUPPLIER, "DPA"), ["other"]),
    (Tagged(TagField.SUPPLIER, "Example News Agency"), []),
    (Tagged(TagField.PUBLISHER, "gazette du nord"), ["said"]),
    (Tagged(TagField.LANGUAGE, "EN"), BOTH),
    (Tagged(TagField.LANGUAGE, "en-gb"), ["said"]),
    (Tagged(TagField.LANGUAGE, "e"), []),
    (Tagged(TagField.GENRE, "ANALYSIS"), ["said"]),
    (Tagged(TagField.STATUS, "usable"), BOTH),
    (Tagged(TagField.STATUS, "killed"), []),
    (Tagged(TagField.STATUS, "embargoed"), []),
    (Tagged(TagField.ID, "ena:said"), ["said"]),
    (Tagged(TagField.ID, "said"), []),
    (Urgency(Comparison.AT_MOST, 2), ["said"]),
    (Urgency(Comparison.EQUAL, 5), ["other"]),
    (Urgency(Comparison.MORE, 2), ["other"]),
    (Dates(start=NOW - timedelta(days=1)), ["said"]),
    (Dates(end=NOW), ["other"]),
    (Dates(NOW - timedelta(days=9), NOW + timedelta(days=1)), BOTH),
    (Has(Feature.QUOTES), ["said"]),
    (Has(Feature.TOPICS), ["said"]),
    (Has(Feature.PLACES), BOTH),
    (Has(Feature.CORRECTION), []),
    (Similar("ena:nowhere"), []),
    (And((Word("minister"), Tagged(TagField.PERSON, "putin"), Not(Tagged(TagField.SUPPLIER, "dpa")))), ["said"]),
    (Or((Tagged(TagField.PERSON, "putin"), Phrase("public money"))), BOTH),
]


def test_each_kind_of_node_finds(index: Index, engine: OpenSearch) -> None:
    write(index, engine, SAID, OTHER)
    found = [(node, sorted(find(index, node))) for node, _ in NODES]
    assert found == NODES
