"""`newswire search`, against a server that answers like the API."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from click.testing import CliRunner, Result

from infra.local.commands import search as module
from infra.local.commands.search import search
from newswire.search.syntax import SYNTAX
from tests.unit.local.results import make_hit, make_page, make_query
from tests.web_server import Answer, WebServer, web_server


@pytest.fixture
def web() -> Iterator[WebServer]:
    with web_server() as web:
        yield web


def run(web: WebServer, *arguments: str) -> Result:
    return CliRunner().invoke(search, [*arguments, "--url", web.url])


def page(web: WebServer, content: dict[str, Any]) -> None:
    web.answers["/v1/stories"] = Answer(json.dumps(content).encode(), headers={"content-type": "application/json"})


def asked(web: WebServer) -> dict[str, list[str]]:
    return parse_qs(urlsplit(web.asked[-1][0]).query)


def test_options_become_parameters(web: WebServer) -> None:
    page(web, make_page())
    options = {
        **dict.fromkeys("supplier feed publisher topic person organisation place country language genre".split(), "x"),
        "urgency": "1",
        "from": "2026-03-01",
        "to": "2026-03-02",
        "tz": "Asia/Tokyo",
        "sort": "oldest",
        "size": "7",
        "cursor": "abc",
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    assert run(web, "storm", "harbour", *arguments, "--supplier", "y").exit_code == 0
    expected = {name: [value] for name, value in options.items()}
    assert asked(web) == {**expected, "supplier": ["x", "y"], "q": ["storm harbour"]}


@pytest.mark.parametrize(
    ("words", "q"),
    [
        (["putin", "-biden"], "putin -biden"),
        (["-harbour", "storm"], "-harbour storm"),
        (['-"public call"', "x"], '-"public call" x'),
        (["--", "-x"], "-x"),
        (["headline:storm", "(a", "|", "b)"], "headline:storm (a | b)"),
    ],
)
def test_a_word_that_is_denied_is_no_option(web: WebServer, words: list[str], q: str) -> None:
    page(web, make_page())
    result = CliRunner().invoke(search, ["--url", web.url, *words])
    assert (result.exit_code, asked(web)["q"]) == (0, [q])


def test_the_time_zone_is_that_of_the_machine(web: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    page(web, make_page())
    for name, sent in (("Europe/Berlin", ["Europe/Berlin"]), ("EST", None), ("No/Where", None), (None, None)):
        monkeypatch.setattr("tzlocal.get_localzone_name", lambda name=name: name)
        assert run(web, "storm").exit_code == 0
        assert asked(web).get("tz") == sent


def test_facets_are_asked_for_and_shown(web: WebServer) -> None:
    page(web, make_page(facets={"supplier": [{"value": "ena", "label": "ena", "count": 3}]}))
    assert "supplier:     ena (3)" in run(web, "--facets").stdout
    assert "histogram" in asked(web)["facets"][0]


def test_json_is_the_answer_as_it_is_but_for_control_characters(web: WebServer) -> None:
    answer = make_page(make_hit(headline="\x9b31m é"))
    page(web, answer)
    result = run(web, "storm", "--json")
    assert json.loads(result.stdout) == answer
    assert "\x9b" not in result.stdout


def test_explain_asks_for_it_and_says_the_meaning_also_where_it_is_as_typed(web: WebServer) -> None:
    page(web, make_page(query=make_query(text="storm", understood_as="storm")))
    assert run(web, "storm").stdout.splitlines() == ["0 stories found"]
    told = run(web, "storm", "--explain", "--story", "ena:1")
    assert told.stdout.splitlines() == ["understood as: storm", "0 stories found"]
    assert (asked(web)["explain"], asked(web)["story"]) == (["true"], ["ena:1"])


EXPORTS = {
    "ndjson": [b'{"id":"a","t":"x\\ny"}\n{"id":"b"}\n', b'{"id":"c"}\n', b""],
    "csv": [b'id,text\r\na,"two\r\nlines"\r\nb,x\r\n', b"id,text\r\nc,y\r\n", b"id,text\r\n"],
}
MEDIA_TYPES = {"ndjson": "application/x-ndjson", "csv": "text/csv"}


def exports(web: WebServer, written: str) -> None:
    """Serve an export in three parts; the link of each leads to another host, which is not to be asked."""

    def part(headers: dict[str, str]) -> Answer:
        assert headers["accept"] == MEDIA_TYPES[written]
        query = dict(parse_qsl(urlsplit(web.asked[-1][0]).query))
        assert query.pop("q") == "storm"
        number = int(query.get("cursor", "0"))
        link = f'<http://127.0.0.1:9/v1/stories?q=other&cursor={number + 1}>; rel="next"'
        more = {"link": link} if number < 2 else {}
        return Answer(
            EXPORTS[written][number], headers={"content-type": f"{MEDIA_TYPES[written]}; charset=utf-8"} | more
        )

    web.answers["/v1/stories"] = part


def test_all_follows_the_links_to_the_end_as_ndjson(web: WebServer) -> None:
    exports(web, "ndjson")
    for arguments in (["--all"], ["--all", "--format", "ndjson"]):
        result = run(web, "storm", *arguments, "--tz", "Asia/Tokyo")
        assert result.exit_code == 0, result.output
        assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "b", "c"]


def test_all_as_csv_has_one_header(web: WebServer) -> None:
    exports(web, "csv")
    result = run(web, "storm", "--all", "--format", "csv")
    assert list(csv.reader(io.StringIO(result.stdout_bytes.decode(), newline=""))) == [
        ["id", "text"],
        ["a", "two\r\nlines"],
        ["b", "x"],
        ["c", "y"],
    ]


def test_a_part_that_cannot_be_given_now_is_asked_for_again(web: WebServer) -> None:
    exports(web, "ndjson")
    good = web.answers["/v1/stories"]
    busy = [Answer(b"{}", status=503, headers={"retry-after": "0"}), Answer(b"{}", status=429)]

    def sometimes(headers: dict[str, str]) -> Answer:
        assert callable(good)
        return busy.pop() if busy and "cursor" in web.asked[-1][0] else good(headers)

    web.answers["/v1/stories"] = sometimes
    assert len(run(web, "storm", "--all").stdout.splitlines()) == 3
    assert not busy


def test_what_is_no_export_is_one_line(web: WebServer) -> None:
    web.answers["/v1/stories"] = Answer(b"<html>", headers={"content-type": "text/html"})
    result = run(web, "storm", "--all")
    assert result.exit_code != 0
    assert "no Newswire" in str(result.exception)
    assert result.stdout == ""


def test_a_refused_export_says_why(web: WebServer) -> None:
    problem = {"title": "Bad request", "detail": "'from' is a day"}
    web.answers["/v1/stories"] = Answer(json.dumps(problem).encode(), status=400)
    assert "'from' is a day" in str(run(web, "storm", "--all", "--from", "x").exception)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "csv"],
        ["--story", "ena:1"],
        ["--all", "--size", "5"],
        ["--all", "--follow"],
        ["--all", "--json"],
        ["--follow", "--sort", "newest"],
        ["--follow", "--cursor", "x"],
        ["--follow", "--facets"],
    ],
)
def test_options_that_do_not_go_together_are_told(arguments: list[str]) -> None:
    result = CliRunner().invoke(search, ["storm", *arguments, "--url", "http://127.0.0.1:9"])
    assert result.exit_code == 2
    assert arguments[0] in result.stderr


@pytest.fixture
def polls(web: WebServer, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The pages that the server gives one after the other; then Ctrl-C is pressed."""
    pages = [
        make_page(make_hit(id="ena:2"), make_hit(id="ena:1")),
        make_page(make_hit(id="ena:3"), make_hit(id="ena:2")),
    ]
    coming = iter(pages)

    class Pause:
        def wait(self, _: float) -> None:
            if (following := next(coming, None)) is None:
                raise KeyboardInterrupt
            page(web, following)

    Pause().wait(0)
    monkeypatch.setattr(module, "Event", Pause)
    return pages


def test_follow_prints_what_arrives_below_and_ends_clean(web: WebServer, polls: list[dict[str, Any]]) -> None:
    result = run(web, "storm", "--follow")
    assert (result.exit_code, result.stderr) == (0, "")
    facts = result.stdout.splitlines()[1::3]
    assert [line.rsplit(" · ")[-1] for line in facts] == ["ena:1", "ena:2", "ena:3"]


def test_follow_as_json_is_one_story_a_line(web: WebServer, polls: list[dict[str, Any]]) -> None:
    result = run(web, "storm", "--follow", "--json", "--size", "1")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["ena:2", "ena:3"]


def test_the_help_tells_the_query_language() -> None:
    told = " ".join(CliRunner().invoke(search, ["--help"]).stdout.split())
    for example, meaning in SYNTAX:
        assert example in told
        assert meaning in told
