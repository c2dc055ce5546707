"""What a reader types, and how it is understood: the table of the query language."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from newswire.search.query import MAX_WARNINGS, Query, parse
from newswire.search.tree import Everything

KYIV = ZoneInfo("Europe/Kyiv")
NOW = datetime(2026, 3, 4, 10, 17, 33, tzinfo=UTC)
"""A Wednesday."""


def understood(typed: str) -> Query:
    return parse(typed, KYIV, NOW)


PLAIN = [
    # words
    ("", ""),
    ("   ", ""),
    ("putin", "putin"),
    ("putin  biden", "putin biden"),
    ("putin AND biden", "putin biden"),
    ("putin and biden", "putin and biden"),
    ("putin or biden", "putin or biden"),
    ("do not disturb", "do not disturb"),
    ("near kyiv", "near kyiv"),
    ("putin putin", "putin"),
    ("Putin putin", "Putin putin"),
    ("storm\tin\n the\u00a0north", "storm in the north"),
    ("a\x00b", "a b"),
    # words as typed
    ("fox-it", "fox-it"),
    ("F-16", "F-16"),
    ("C++", "C++"),
    ("C#", "C#"),
    ("AT&T", "AT&T"),
    ("O'Brien", "O'Brien"),
    ("O’Brien", "O'Brien"),
    ("#tag", "#tag"),
    ("@name", "@name"),
    ("a@b.com", "a@b.com"),
    ("1,234.5", "1,234.5"),
    ("U.S.", "U.S."),
    ("e.g. storms", "e.g. storms"),
    ("5G", "5G"),
    ("$5", "$5"),
    ("3.5%", "3.5%"),
    (".NET", ".NET"),
    ("AND/OR", "AND/OR"),
    ("either/or", "either/or"),
    ("covid-19", "covid-19"),
    ("10:30", "10:30"),
    ("http://example.com/a?b=c", "http://example.com/a?b=c"),
    ("北京 Beyoncé", "北京 Beyoncé"),
    ("Beyonce\u0301", "Beyoncé"),
    ("می\u200cخواهم", "می\u200cخواهم"),
    ("co\u00adoperation", "cooperation"),
    ("ＮＡＴＯ　ｓｕｍｍｉｔ", "NATO summit"),
    # punctuation around words
    ("Russia, Ukraine; peace?", "Russia Ukraine peace"),
    ("the end.", "the end"),
    ("wait...", "wait"),
    ("Yahoo!", "Yahoo"),
    ("/slip flow/", "slip flow"),
    ("[sic] {x}", "sic x"),
    ("'quoted' workers'", "quoted workers"),
    ("a . b", "a b"),
    ("a – b — c", "a b c"),
    ("Note: storm", "Note storm"),
    ("--storm", "storm"),
    ("a--b", "a--b"),
    ("pre- and post-war", "pre and post-war"),
    # quotes
    ('"bloody events"', '"bloody events"'),
    ('"public   call" talk', '"public call" talk'),
    ("“bloody events”", '"bloody events"'),
    ("„Rote Linie“", '"Rote Linie"'),
    ("«ligne rouge»", '"ligne rouge"'),
    ("＂full width＂", '"full width"'),
    ("「北京」", '"北京"'),
    ('a"b c"d', 'a "b c" d'),
    ('"a""b"', '"a" "b"'),
    ('"The Who"', '"The Who"'),
    ('"a OR b"', '"a OR b"'),
    ('"elect*"', '"elect*"'),
    ('"by: x (y)"', '"by: x (y)"'),
    ('"U.S."', '"U.S."'),
    ('"a b"~5', '"a b"~5'),
    ('"a b"~0', '"a b"'),
    # or
    ("putin OR biden", "putin OR biden"),
    ("putin | biden", "putin OR biden"),
    ("putin|biden", "putin OR biden"),
    ("putin || biden", "putin OR biden"),
    ("a OR b OR c", "a OR b OR c"),
    ("a OR (b OR c)", "a OR b OR c"),
    ("a OR a", "a"),
    ("(putin OR biden) talks", "(putin OR biden) talks"),
    ("talks (putin|biden)", "talks (putin OR biden)"),
    ("(a b) OR c", "(a b) OR c"),
    ("(a b) OR (c d)", "(a b) OR (c d)"),
    ("(a AND b) OR c", "(a b) OR c"),
    # not
    ("putin -biden", "putin NOT biden"),
    ("putin NOT biden", "putin NOT biden"),
    ("putin AND NOT biden", "putin NOT biden"),
    ("-war", "NOT war"),
    ("NOT war", "NOT war"),
    ('putin -"joe biden"', 'putin NOT "joe biden"'),
    ("putin -(a b)", "putin NOT (a b)"),
    ("putin -(a OR b)", "putin NOT (a OR b)"),
    ("putin -by:jane", "putin NOT by:jane"),
    ("NOT NOT a", "a"),
    ("NOT -a", "a"),
    ("-(-a)", "a"),
    ("-a | -b", "NOT a OR NOT b"),
    ("(-a)", "NOT a"),
    ("a OR -b", "a OR NOT b"),
    ("-NOT", "NOT not"),
    # parentheses
    ("(a)", "a"),
    ("((a b))", "a b"),
    ("(a) (b)", "a b"),
    ("official(s)", "official s"),
    ("a (b (c d))", "a b c d"),
    ("(a OR b) (c OR d)", "(a OR b) (c OR d)"),
    # near
    ("a NEAR b", "a NEAR/10 b"),
    ("a NEAR/5 b", "a NEAR/5 b"),
    ("a NEAR/0 b", "a NEAR/0 b"),
    ("a NEAR/100 b", "a NEAR/100 b"),
    ('"a b" NEAR/5 c', '"a b" NEAR/5 c'),
    ("a NEAR/5 b c", "a NEAR/5 b c"),
    ("a NEAR/5 b NEAR/3 c", "a NEAR/5 b b NEAR/3 c"),
    ("(a OR b) NEAR/5 c", "a NEAR/5 c OR b NEAR/5 c"),
    ("-a NEAR/5 b", "NOT a NEAR/5 b"),
    ("a NEAR/5 b OR c", "a NEAR/5 b OR c"),
    ("headline:(a NEAR/5 b)", "headline:(a NEAR/5 b)"),
    ("headline:a NEAR/5 b", "headline:(a NEAR/5 b)"),
    ("headline:a NEAR/5 headline:b", "headline:(a NEAR/5 b)"),
    # prefixes
    ("elect*", "elect*"),
    ("ele*", "ele*"),
    ("北京市*", "北京市*"),
    ("fox-it*", "fox-it*"),
    ("elect**", "elect*"),
    ("elect*,", "elect*"),
    ("headline:elect*", "headline:elect*"),
    ("-elect*", "NOT elect*"),
    # fields of text
    ("headline:storm", "headline:storm"),
    ("HEADLINE:storm", "headline:storm"),
    ("title:storm", "headline:storm"),
    ('headline:"red line"', 'headline:"red line"'),
    ('headline:"red line"~3', 'headline:"red line"~3'),
    ("headline:(a b)", "headline:(a b)"),
    ("headline:(a OR b) c", "headline:(a OR b) c"),
    ("headline:(a -b)", "headline:(a NOT b)"),
    ("-headline:(a b)", "NOT headline:(a b)"),
    ("headline:(a by:b)", "headline:a by:b"),
    ("headline:a headline:b", "headline:(a b)"),
    ("headline:OR", "headline:or"),
    ("body:a slug:b-c byline:d quote:e", "body:a slug:b-c by:d quote:e"),
    ("(headline:a)", "headline:a"),
    # tags
    ("person:putin", "person:putin"),
    ("people:putin", "person:putin"),
    ('person:"Vladimir Putin"', 'person:"Vladimir Putin"'),
    ('person:"Putin"', "person:Putin"),
    ("person:Putin, visit", "person:Putin visit"),
    ("person:(putin OR biden)", "person:(putin OR biden)"),
    ('person:("Joe Biden" OR putin)', 'person:("Joe Biden" OR putin)'),
    ("organisation:UN organization:NATO org:EU", "org:(UN NATO EU)"),
    ("location:Kyiv place:Lviv", "place:(Kyiv Lviv)"),
    ("topic:medtop:20000593", "topic:medtop:20000593"),
    ("topic:(medtop:1 OR x)", 'topic:("medtop:1" OR x)'),
    ("subject:politics", "topic:politics"),
    ("supplier:dpa source:ap", "source:(dpa ap)"),
    ("language:en publisher:x genre:y status:usable speaker:z", "lang:en publisher:x genre:y status:usable speaker:z"),
    ("-source:dpa", "NOT source:dpa"),
    ("id:dpa:2026/03/a-1", "id:dpa:2026/03/a-1"),
    ('id:"dpa:a (1)"', 'id:"dpa:a (1)"'),
    ("id:dpa:a*", "id:dpa:a*"),
    ("similar:dpa:2026/03/a-1", "similar:dpa:2026/03/a-1"),
    ('similar:"dpa:a b"', 'similar:"dpa:a b"'),
    ("(id:a:1 OR id:a:2)", 'id:("a:1" OR "a:2")'),
    # values
    ("urgency:3", "urgency:3"),
    ("urgency:<=3", "urgency:<=3"),
    ("urgency:≤3", "urgency:<=3"),
    ("urgency:>5", "urgency:>5"),
    ("urgency:>=1 urgency:<9", "urgency:>=1 urgency:<9"),
    ("urgency:=2", "urgency:2"),
    ("urgency:1..3", "urgency:>=1 urgency:<=3"),
    ("urgency:3..1", "urgency:>=1 urgency:<=3"),
    ("-urgency:1..3", "NOT (urgency:>=1 urgency:<=3)"),
    ("urgency:(<=2 OR 5)", "urgency:<=2 OR urgency:5"),
    ("has:quotes", "has:quotes"),
    ("HAS:Quotes", "has:quotes"),
    ("has:quote -has:correction", "has:quotes NOT has:correction"),
    ("near:Kyiv", "near:Kyiv~100km"),
    ('near:"Kyiv"~200km', "near:Kyiv~200km"),
    ("near:Kyiv~200km", "near:Kyiv~200km"),
    ("near:Kyiv~200", "near:Kyiv~200km"),
    ("near:Kyiv~20000km", "near:Kyiv~20000km"),
    ("near:Kyiv, storm", "near:Kyiv~100km storm"),
    ('near:"New York"~100mi', 'near:"New York"~160.9km'),
    ("near:(Kyiv OR Lviv)", "near:Kyiv~100km OR near:Lviv~100km"),
    # dates (in Kyiv, UTC+2 in winter)
    ("after:2026-03-01", "after:2026-03-01"),
    ("since:2026-3-1", "after:2026-03-01"),
    ("before:2026-03", "before:2026-03-01"),
    ("until:2026", "before:2026-01-01"),
    ("on:2026-03-01", "on:2026-03-01"),
    ("date:2026-03", "on:2026-03"),
    ("on:2026", "on:2026"),
    ("on:today", "on:2026-03-04"),
    ("on:yesterday", "on:2026-03-03"),
    ("on:wednesday", "on:2026-03-04"),
    ("on:Monday", "on:2026-03-02"),
    ("after:thursday", "after:2026-02-26"),
    ("after:24h", "after:2026-03-03T10:17:00Z"),
    ("before:7d", "before:2026-02-25T10:17:00Z"),
    ("after:2w", "after:2026-02-18T10:17:00Z"),
    ("after:2026-03-01T09:00", "after:2026-03-01T07:00:00Z"),
    ("after:2026-03-01T09:00:30Z", "after:2026-03-01T09:00:30Z"),
    ("after:2026-03-01T09:00+05:30", "after:2026-03-01T03:30:00Z"),
    ('after:"2026-03-01 09:00"', "after:2026-03-01T07:00:00Z"),
    ("after:2026-02-28T22:00Z", "after:2026-03-01"),
    ("on:(2026-03-01 OR 2026-03-02)", "on:2026-03-01 OR on:2026-03-02"),
    ("-on:today", "NOT on:2026-03-04"),
    # capitals
    ("IRAN OR IRAQ", "IRAN OR IRAQ"),
    ("IRAN OR IRAQ OR SYRIA", "IRAN OR IRAQ OR SYRIA"),
    ("BORDER DISPUTE BETWEEN IRAN AND IRAQ", "border dispute between iran and iraq"),
    ("IRAN IRAQ SYRIA -TURKEY", "IRAN AND IRAQ AND SYRIA AND NOT TURKEY"),
    ("(IRAN IRAQ SYRIA) | TURKEY", "(IRAN AND IRAQ AND SYRIA) OR TURKEY"),
    ("WHO US IT", "WHO US IT"),
]

WARNED = [
    # typed, understood, what the warning names and says
    ("a OR b c", "a OR (b c)", "read as 'a OR (b c)'"),
    ("a b | c", "(a b) OR c", "read as '(a b) OR c'"),
    ("a AND b OR c AND d", "(a b) OR (c d)", "read as '(a b) OR (c d)'"),
    ("x (a b OR c)", "x ((a b) OR c)", "read as '(a b) OR c'"),
    ("a -b OR c", "(a NOT b) OR c", "read as '(a NOT b) OR c'"),
    ("putin OR", "putin", "'OR' has nothing to join"),
    ("OR putin", "putin", "'OR' has nothing to join"),
    ("putin OR OR biden", "putin OR biden", "'OR' has nothing to join"),
    ("putin |", "putin", "'|' has nothing to join"),
    ("AND putin", "putin", "'AND' has nothing to join"),
    ("putin AND", "putin", "'AND' has nothing to join"),
    ("a AND AND b", "a b", "'AND' has nothing to join"),
    ("putin AND OR biden", "putin OR biden", "'AND' has nothing to join"),
    ("putin NOT", "putin", "'NOT' has nothing to exclude"),
    ("NOT", "", "'NOT' has nothing to exclude"),
    ("OR", "", "nothing is left to search for"),
    ("???", "", "nothing is left to search for"),
    ("🔥", "", "'🔥' has no letter or digit"),
    ("rock & roll", "rock roll", "'&' has no letter or digit"),
    ("NEAR kyiv", "near kyiv", "'NEAR' has nothing to join and was read as a word"),
    ("kyiv NEAR", "kyiv near", "'NEAR' has nothing to join and was read as a word"),
    ("kyiv NEAR/5", "kyiv", "'NEAR/5' has nothing to join"),
    ("a NEAR (b c)", "a b c", "'NEAR' joins words or phrases of one field; read as AND"),
    ("a NEAR person:b", "a person:b", "'NEAR' joins words or phrases of one field; read as AND"),
    ("headline:a NEAR body:b", "headline:a body:b", "'NEAR' joins words or phrases of one field; read as AND"),
    ("a NEAR/500 b", "a NEAR/100 b", "'NEAR/500' is more than 100; read as NEAR/100"),
    ('"a b"~500', '"a b"~100', "'~500' is more than 100"),
    (f"a NEAR/{'9' * 900} b", "a NEAR/100 b", "read as NEAR/100"),
    (f'"a b"~{"9" * 900}', '"a b"~100', "was read as ~100"),
    ('"a b"~x', '"a b"', "'~x' after a quotation mark is no number"),
    ('person:"a b"~5', 'person:"a b"', "'~5' is for words of the text"),
    ("putin - biden", "putin biden", "'-' stands alone"),
    ("a (b", "a b", "'(' is not closed"),
    ("a) b", "a b", "')' closes nothing"),
    (")a(", "a", "')' closes nothing"),
    ("a ()", "a", "'()' is empty"),
    ('a ""', "a", "'\"\"' is empty"),
    ('"never closed', '"never closed"', "'\"never closed': a closing quotation mark was added"),
    ('storm "', "storm", "a closing quotation mark was added"),
    ("U.S.*", "U.S.", "'U.S.*': a star stands after 3 letters"),
    ("el*", "el", "'el*': a star stands after 3 letters"),
    ("*ing", "ing", "'*ing': a star stands after 3 letters"),
    ("M*A*S*H", "MASH", "'M*A*S*H': a star stands after 3 letters"),
    ("e*\u0301cole", "école", "a star stands after 3 letters"),
    ("elec*ion", "elec*", "'elec*ion': a star stands at the end of a word; read as 'elec*'"),
    ("NE*AR", "near", "'NE*AR': a star stands after 3 letters"),
    ("person:put*", "person:put", "'put*': a star is for words of the text"),
    ("word~2", "word", "'~2' after a word was left out"),
    ("foo:bar", "foo:bar", "there is no field 'foo:', it was read as text"),
    ('foo:"a b"', 'foo "a b"', "there is no field 'foo:', it was read as text"),
    ("foo:(a OR b)", "foo (a OR b)", "there is no field 'foo:', it was read as text"),
    ("headine:storm", "headine:storm", "did you mean headline:?"),
    ("Persn:putin", "Persn:putin", "did you mean person:?"),
    ("by: Jane", "Jane", "'by:' has no value directly after it"),
    ("storm by:", "storm", "'by:' has no value directly after it"),
    ("by:() storm", "storm", "'()' is empty"),
    ("by:-jane", "by:jane", "'-' after 'by:' was left out; to exclude, write '-by:'"),
    ("by:???", "", "'???' has no letter or digit"),
    ("urgency:12", "", "'urgency:12' makes no sense"),
    ("urgency:0", "", "'urgency:0' makes no sense"),
    ("urgency:high", "", "urgency: takes 1 to 9"),
    ("has:horns", "", "has: takes quotes, people, places, topics, correction"),
    ("after:foo storm", "storm", "'after:foo' makes no sense"),
    ("on:2026-02-30", "", "'on:2026-02-30' makes no sense"),
    ("on:0001", "", "'on:0001' makes no sense"),
    ("after:99999w", "", "'after:99999w' makes no sense"),
    ("on:24h", "after:2026-03-03T10:17:00Z", "'on:24h' is no day, month or year; read as after:24h"),
    ("near:~5km", "", "'near:~5km' names no place"),
    ("near:Kyiv~far", "near:Kyiv~100km", "'~far' is no distance"),
    ("near:Kyiv~0km", "near:Kyiv~1km", "'~0km' is not between 1 and 20000 km"),
    ("near:Kyiv~99999km", "near:Kyiv~20000km", "'~99999km' is not between 1 and 20000 km"),
    ("TALKS BETWEEN IRAN AND IRAQ OR SYRIA", "talks between iran and iraq or syria", "'OR' read as words"),
    ("x" * 2001, "x" * 2000, "cut at 2000 characters"),
]


@pytest.mark.parametrize(("typed", "canonical"), PLAIN)
def test_a_query_is_understood_as(typed: str, canonical: str) -> None:
    query = understood(typed)
    assert (str(query), query.warnings) == (canonical, ())


@pytest.mark.parametrize(("typed", "canonical", "warning"), WARNED)
def test_what_was_changed_is_said(typed: str, canonical: str, warning: str) -> None:
    query = understood(typed)
    assert str(query) == canonical
    assert warning in " · ".join(query.warnings)


@pytest.mark.parametrize("typed", [row[0] for row in (*PLAIN, *WARNED)])
def test_the_canonical_form_is_read_back_as_the_same_tree(typed: str) -> None:
    query = understood(typed)
    again = understood(str(query))
    assert (again.tree, str(again)) == (query.tree, str(query))


def test_the_table_is_long_enough() -> None:
    assert len({row[0] for row in (*PLAIN, *WARNED)}) >= 150


def test_nothing_typed_means_every_story() -> None:
    assert understood("").tree == Everything()


def test_a_warning_is_said_once() -> None:
    assert understood("a b* c b*").warnings == understood("b*").warnings


def test_there_are_not_too_many_warnings() -> None:
    warnings = understood(" ".join(f"{letter}zzz:y" for letter in "abcdefghijklmnopqrstuvwxy")).warnings
    assert len(warnings) == MAX_WARNINGS
    assert warnings[-1] == "and 6 warnings more"


def test_days_are_those_of_the_reader() -> None:
    assert understood("on:2026-03-01").tree != parse("on:2026-03-01", UTC, NOW).tree
    elsewhere = Query(understood("on:2026-03-01").tree, zone=UTC)
    assert str(elsewhere) == "after:2026-02-28T22:00:00Z before:2026-03-01T22:00:00Z"


def test_a_comma_makes_a_word_of_an_operator() -> None:
    assert str(understood("Portland, OR, harbour")) == "Portland or harbour"
