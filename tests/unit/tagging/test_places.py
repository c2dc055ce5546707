"""Which place a name means in a story."""

from __future__ import annotations

import contextlib
import math
import sqlite3
import time

import pytest

from newswire.story import Dateline
from newswire.tagging import places
from newswire.tagging.gazetteer import FILE, Entry, Gazetteer
from newswire.tagging.places import ResolvedPlace
from newswire.tagging.toponym_context import after, distance
from tests.unit.tagging.places import Marked, Named, marked, stories

RIGHT = 161.0
"""Kilometres within which an answer is right, as is usual in the field (100 miles)."""


def resolve(story: str, dateline: Dateline | None = None) -> dict[str, ResolvedPlace]:
    read = marked(story)
    return {each.name: each for each in places.resolve(read.names, read.text, dateline)}


@pytest.mark.parametrize(
    "story",
    [
        "[Paris](2988507) is full.",
        "[PARIS](4717560), [Texas](4736286) (AP) - The fair in [Paris](4717560) opened.",
        "[Moscow](5601538), [Idaho](5596512), has snow.",
        "A fire in [Portland](5746545), [Ore.](5744337), is out.",
        "A fire in [Portland](4975802) (Maine) is out.",
        "They met in [Cambridge](4931972), [Mass.](6254926), on Monday.",
        "A house in [Sugar Land](4734825), Fort Bend County, Texas, burned.",
        "He grew up in [Lebanon](4516412) in southern Ohio.",
        "Talks in [Tbilisi](611717), [Georgia](614540), went on.",
        "[Georgia](4197000) will pave the road from [Atlanta](4180439) to [Savannah](4221552).",
        "[Georgia](614540) will pave the road from [Tbilisi](611717) to [Batumi](615532).",
        "The [Georgia](614540) parliament voted.",
        "[Iran](130758), [Iraq](99237) and [Jordan](248816) signed.",
        "Sheriffs of [Adams](4505006) and [Brown](4507215) counties in [Ohio](5165418) met.",
        "[London](6058560) and [Kitchener](5992996) compete; [Ontario](6093943) pays.",
        "The Texan said [Paris](4717560) and [Sherman](4728328) need rain, as does [Bonham](4675577).",
        "Fighting goes on in [northern Iraq](99237) and [the city of Mosul](99072).",
        "[Washington](4140963) told [Beijing](1816670).",
        "[U.S.](6252001) troops left [Kabul](1138958).",
        # a town among its neighbours, though it has the name of a country or a metropolis
        "[Rumford](4977125), [Maine](4971068) - [Mexico](4971871) and [Dixfield](4962589) share a chief.",
        # two that could be near each other abroad
        "[AUGUSTA](4957003), [Maine](4971068) (AP) - Dealers in [Bangor](4957280) and [Waterville](4982236) met.",
        # where most names can lie, though no state is named
        "[Winchester](4313697) and [Clark County](4287837): [Millersburg](4301013), [Paris](4303602) and "
        "[Mount Sterling](4301683).",
        # what has an east, or is called a province
        "Snow fell on eastern [Washington](5815135).",
        "He governs [Cordoba](3860255) province in [Argentina](3865483).",
        "Crowds filled [Valparaiso](3868626) in [Chile](3895114).",
        # the abbreviation of a state is no city
        "[Lake Charles](4330236), [La.](4331987) has no power.",
        # a nation is no village, nor is the country's name its namesake
        "[Wales](2634895) has rules, as have [Stockport](2636882) and [Oldham](2641022).",
        "[Westminster](2634341) voted.",
    ],
)
def test_context_decides(story: str) -> None:
    got = {name: place.geonames_id for name, place in resolve(story).items()}
    assert got == marked(story).ids


def test_a_planet_is_no_place_on_earth_unless_it_lies_in_one() -> None:
    assert resolve("A probe left [Earth](0) for [Mars](0) and [Venus](0).") == {}
    found = resolve("Help came from [Mars](5199944), [Pennsylvania](6254927).")
    assert {name: place.geonames_id for name, place in found.items()} == {"Mars": 5199944, "Pennsylvania": 6254927}


@pytest.mark.parametrize(
    ("text", "outers"),
    [
        ("Lebanon, Tennessee, is", [("Tennessee", 10_000)]),
        ("Lebanon, Tennessee and Ohio", [("Tennessee", 2)]),
        ("Lebanon in Tennessee and Ohio", [("Tennessee", 30)]),
        ("Lebanon, Wilson County, Tenn. It", [("Wilson County", 2), ("Tenn.", 10_000)]),
        ("Lebanon, Mount Juliet, Tennessee", []),
        ("Lebanon is", []),
        ("Lebanon", []),
    ],
)
def test_what_a_name_is_said_to_lie_in(text: str, outers: list[tuple[str, float]]) -> None:
    found = after(text, len("Lebanon"), Gazetteer.open(), is_area=True)
    assert [(each.text, each.likelier) for each in found] == outers


def test_a_capital_is_no_landmark() -> None:
    got = resolve("[WASHINGTON] - Senators of [Ohio] and [Texas] wrote to [Vienna].")
    assert got["Vienna"].country == "AT"


@pytest.mark.parametrize(
    ("dateline", "geonames_id"),
    [
        (None, 2988507),
        (Dateline(text="PARIS, Texas (AP) -", city="Paris"), 4717560),
        (Dateline(text="PARIS, Canada -", city="Paris", country="Canada"), 6942553),
        (Dateline(text="BONHAM, Texas (AP) -", city="Bonham"), 4717560),
        (Dateline(text="PARIS -", city="Paris"), 2988507),
        (Dateline(text="XYZZY -", city="Xyzzy"), 2988507),
        (Dateline(text="(AP) -"), 2988507),
    ],
)
def test_the_dateline_decides(dateline: Dateline | None, geonames_id: int) -> None:
    assert resolve("The fair in [Paris] opened.", dateline)["Paris"].geonames_id == geonames_id


def test_names_that_differ_in_case_are_one_place() -> None:
    got = resolve("[SPRINGFIELD], Ill. - Rain in [Springfield].")
    assert {each.geonames_id for each in got.values()} == {4250542}
    assert [each.mentions for each in got.values()] == [((0, 11),), ((28, 39),)]


@pytest.mark.parametrize("name", ["White House", "Kremlin", "Wall Street", "Xyzzyville", "Kent Xyzzy County", ""])
def test_what_is_no_place_is_left_out(name: str) -> None:
    assert places.resolve([Named(name, ((0, len(name)),))], name) == []


def test_regions_have_no_id_and_a_country_only_where_they_lie_in_one() -> None:
    got = resolve("From [Siberia] to the [Black Sea] and [Europe].")
    assert [(each.geonames_id, each.country) for each in got.values()] == [
        (None, "RU"), (None, None), (6255148, None),
    ]  # fmt: skip


def test_a_place_says_where_it_is() -> None:
    paris = resolve("[Paris], Texas.")["Paris"]
    assert (paris.country, paris.country_name, paris.division) == ("US", "United States", "Texas")
    assert (paris.lat, paris.lon) == pytest.approx((33.66, -95.56), abs=0.01)


@pytest.mark.parametrize(
    ("story", "name", "evidence"),
    [
        ("[Paris], Texas.", "Paris", "Texas follows"),
        ("[Paris] is full.", "Paris", "largest of 12 by population"),
        ("[Kramatorsk] is full.", "Kramatorsk", "the only place of this name"),
        ("[Jordan] agreed.", "Jordan", "the name of a country"),
        ("[Bonham], [Sherman] and [Denison].", "Denison", "near Sherman and Bonham"),
        ("[Georgia], [Tbilisi] and [Batumi].", "Georgia", "the story is set in Georgia"),
    ],
)
def test_evidence(story: str, name: str, evidence: str) -> None:
    assert resolve(story)[name].evidence == evidence


def test_one_of_many_of_its_name_is_left_open() -> None:
    found = resolve("The mayor of [San Vicente] met the president of [Ecuador] in [Quito].")
    assert set(found) == {"Ecuador", "Quito"}


def test_a_small_place_astray_among_many_others_is_left_open() -> None:
    found = resolve("[Bougainville](0), [Papua New Guinea](0), [Australia](0), [China](0) and [Taiwan](0): [Buka](0).")
    assert "Buka" not in found


def test_confidence_falls_where_it_is_a_guess() -> None:
    sure, guess = resolve("[Springfield], Ill.")["Springfield"], resolve("[Springfield] is full.")["Springfield"]
    assert guess.confidence < 0.6 < 0.9 < sure.confidence <= 1


def score(read: list[Marked]) -> tuple[float, float]:
    """Return the share of mentions that are right, and F1 of the sets of countries."""
    right = total = both = either = 0
    for story in read:
        got = {each.name: each for each in places.resolve(story.names, story.text)}
        wanted = {name: known for name, number in story.ids.items() if (known := entry(number))}
        for named in story.names:
            found, meant = got.get(named.name), wanted.get(named.name)
            is_right = found is not None and (distance(found, meant) < RIGHT if meant else found.geonames_id is None)
            right += len(named.mentions) * is_right
            total += len(named.mentions)
        countries = {each.country for each in wanted.values()}
        got_countries = {each.country for each in got.values()} - {None}
        both += len(countries & got_countries)
        either += len(countries) + len(got_countries)
    return right / total, 2 * both / either


def entry(geonames_id: int) -> Entry | None:
    database = sqlite3.connect(f"{FILE.as_uri()}?immutable=1", uri=True)
    with contextlib.closing(database):
        row = database.execute("SELECT name FROM places WHERE id = ?", (geonames_id,)).fetchone()
    candidates = Gazetteer.open().candidates(row[0]) if row else ()
    return next((each for each in candidates if each.geonames_id == geonames_id), None)


@pytest.mark.parametrize(("which", "right", "countries"), [("open", 0.97, 0.96), ("held", 0.9, 0.9)])
def test_most_of_our_own_stories_are_right(which: str, right: float, countries: float) -> None:
    got_right, got_countries = score(stories(which))
    assert got_right >= right
    assert got_countries >= countries


@pytest.mark.parametrize(
    "text",
    [
        "Paris, " * 15_000,
        "Paris" + " A" * 50_000,
        "Paris" + ", A" * 33_000,
        "Paris in the " + "state of " * 11_000,
        "Paris and " * 10_000 + "counties",
        "A" * 100_000,
        "A." * 50_000,
        "Paris" + "." * 100_000,
        "\0💥" * 50_000,
    ],
)
def test_hostile_text_takes_little_time(text: str) -> None:
    mentions = tuple((at, at + 5) for at in range(0, len(text) - 5, 7))
    started = time.process_time()
    places.resolve([Named("Paris", mentions)], text)
    assert time.process_time() - started < 5


def test_many_names_take_little_time() -> None:
    names = [Named(f"{first} {last}", ((0, 5),)) for first in ("San", "Santa", "New") for last in _SECOND * 20]
    started = time.process_time()
    places.resolve(names, "Paris")
    assert time.process_time() - started < 5


_SECOND = ["Jose", "Antonio", "Juan", "Pedro", "Maria", "Rosa", "Cruz", "London", "York", "Haven", "Orleans", "Xyzzy"]


@pytest.mark.parametrize("mentions", [(), ((0, 0),), ((5, 999),), ((999, 1000),), ((3, 1),)])
def test_offsets_that_are_wrong_do_no_harm(mentions: tuple[tuple[int, int], ...]) -> None:
    (found,) = places.resolve([Named("Paris", mentions)], "Paris")
    assert found.geonames_id == 2988507
    assert found.mentions == mentions
    assert math.isfinite(found.confidence)
