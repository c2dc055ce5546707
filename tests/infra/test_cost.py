"""What a stack costs: the formula, the limit that is promised, and the README's tables."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from infra import cost
from infra.cost import FLOOD, LIMIT, ONE_BY_ONE, Load, Settings, fill, fixed, load_prices, pushing, total, variable
from infra.local.errors import LocalError
from tests.conftest import ROOT

PRICED = load_prices()
PRICES = PRICED["prices"]


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings.of_template()


@pytest.fixture
def simple() -> Settings:
    return Settings(
        memory={"IngestFunction": 1769, "PushFunction": 1024, "PollFunction": 1024},
        traced=frozenset(),
        batch_size=50,
        window=1.0,
        schedules={"PollFunction": 1000.0},
        log_days=30,
        instances=(2, "t3.small.search"),
        volume=10,
        alarm_metrics=7,
        dashboards=1,
        secrets=1,
    )


def _dollars(lines: list[cost.Line]) -> dict[str, float]:
    return {line.name: line.dollars for line in lines}


def test_a_flood_of_stories_costs_less_than_is_promised(settings: Settings) -> None:
    assert total(variable(settings, FLOOD, PRICES)) < LIMIT
    assert total(variable(settings, FLOOD, PRICES)) + total(pushing(settings, FLOOD, PRICES, stories=25)) < LIMIT


def test_the_readme_has_the_tables_of_today(settings: Settings) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert cost.written(readme, cost.table(settings, PRICED)) == readme, "run: python -m infra.cost --write README.md"


def test_the_prices_have_a_date() -> None:
    assert len(PRICED["as_of"].split("-")) == 2
    assert PRICED["region"] in cost.table(Settings.of_template(), PRICED)


@pytest.mark.parametrize(("rate", "stories"), [(0.0, 1), (0.5, 1.5), (49, 50), (1000, 50)])
def test_a_batch_holds_what_comes_within_the_window(simple: Settings, rate: float, stories: float) -> None:
    assert fill(simple, Load(rate=rate)) == stories


def test_ingest_pays_for_computing_and_waiting(simple: Settings) -> None:
    load = Load(rate=50, story_cpu=0.01, tagging_cpu=0.03, batch_cpu=0.0, batch_wait=0.5)
    lines = _dollars(variable(simple, load, PRICES))
    seconds = 20_000 * (50 * 0.04 + 0.5)
    expected = seconds * 1769 / 1024 * PRICES["lambda_gb_second_arm64"] + 20_000 * PRICES["lambda_request"]
    assert lines["Lambda ingest, tagging included"] == pytest.approx(expected)
    half = replace(simple, memory={**simple.memory, "IngestFunction": 1769 // 2})
    assert cost.ingest_seconds(half, load, 50) == pytest.approx(2 * 2.0 + 0.5, rel=0.001)
    double = replace(simple, memory={**simple.memory, "IngestFunction": 3538})
    assert cost.ingest_seconds(double, load, 50) == pytest.approx(2.5)


def test_an_archive_object_a_batch(simple: Settings) -> None:
    assert _dollars(variable(simple, FLOOD, PRICES))["S3 archive, an object a batch"] == pytest.approx(0.10)
    one = replace(simple, batch_size=1)
    assert _dollars(variable(one, FLOOD, PRICES))["S3 archive, an object a batch"] == pytest.approx(5.00)


@pytest.mark.parametrize(
    ("story_bytes", "requests"),
    [(1_000, 1 + 0.1 + 0.1), (8_000, 1 + 0.2 + 0.1), (64_000, 1 + 1.0 + 0.1)],
)
def test_queue_requests_are_billed_by_64_kilobytes(simple: Settings, story_bytes: int, requests: float) -> None:
    lines = _dollars(variable(simple, replace(FLOOD, story_bytes=story_bytes), PRICES))
    assert lines["SQS: send, receive, delete"] == pytest.approx(requests * 0.40)


def test_the_first_of_each_second_is_traced_and_a_share_of_the_rest(simple: Settings) -> None:
    assert _dollars(variable(simple, FLOOD, PRICES))["X-Ray"] == 0
    traced = replace(simple, traced=frozenset({"IngestFunction", "PushFunction"}))
    assert _dollars(variable(traced, FLOOD, PRICES))["X-Ray"] == pytest.approx(20_000 * 0.000005)
    assert _dollars(pushing(traced, FLOOD, PRICES))["X-Ray"] == pytest.approx((20_000 + 0.05 * 980_000) * 0.000005)
    assert _dollars(pushing(traced, ONE_BY_ONE, PRICES))["X-Ray"] == pytest.approx(5.00)


def test_a_push_of_many_stories_is_one_request(simple: Settings) -> None:
    assert total(pushing(simple, FLOOD, PRICES, stories=25)) == pytest.approx(
        total(pushing(simple, FLOOD, PRICES)) / 25
    )


def test_a_signed_push_is_a_write_more(settings: Settings) -> None:
    assert PRICES["dynamodb_write"] == pytest.approx(0.625e-6)
    assert "| and where each push is signed, a story a request | $0.62 | $0.62 |" in cost.table(settings, PRICED)


def test_a_month_before_the_first_story(simple: Settings) -> None:
    lines = _dollars(fixed(simple, PRICES, PRICED["instance_hours"]))
    assert lines["OpenSearch, 2 x t3.small.search"] == pytest.approx(2 * 0.036 * 730)
    assert lines["its volumes, 10 GB gp3"] == pytest.approx(2 * 10 * 0.122)
    assert lines["alarms, on 7 metrics"] == pytest.approx(0.70)
    assert lines["dashboard"] == 3.00
    assert not any("OpenSearch" in name for name in _dollars(fixed(replace(simple, instances=None), PRICES, {})))


def test_an_instance_without_a_price_is_said_in_one_line(simple: Settings) -> None:
    with pytest.raises(LocalError, match=r"^prices\.json has no price for t3\.small\.search: add it"):
        fixed(simple, PRICES, {})


def test_settings_are_the_templates(tmp_path: Path) -> None:
    changed = (ROOT / "infra" / "template.yaml").read_text("utf-8")
    assert "BatchSize: 100" in changed
    path = tmp_path / "template.yaml"
    path.write_text(changed.replace("BatchSize: 100", "BatchSize: 7").replace("../functions/", str(ROOT / "functions")))
    settings = Settings.of_template(path, {"OpenSearchInstanceType": "m7g.large.search", "LogRetentionDays": "90"})
    assert settings.batch_size == 7
    assert settings.instances == (1, "m7g.large.search")
    assert settings.log_days == 90
    assert settings.alarm_metrics == 26  # fourteen alarms, of which two look at each of six functions
    assert "IngestFunction" in settings.traced
    assert settings.schedules["LifecycleFunction"] == 43_800
    assert Settings.of_template(path, {"OpenSearchEndpoint": "https://engine.example"}).instances is None


def test_the_tables_are_written_between_the_marks(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text(f"before\n{cost.BEGIN}\nold\n{cost.END}\nafter\n")
    done = CliRunner().invoke(cost.main, ["--write", str(file)])
    assert done.exit_code == 0
    text = file.read_text()
    assert text.startswith(f"before\n{cost.BEGIN}\nPrices of ")
    assert text.endswith(f"|\n{cost.END}\nafter\n")
    assert "old" not in text


def test_a_file_without_marks_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("nothing")
    done = CliRunner().invoke(cost.main, ["--write", str(tmp_path / "x.md")])
    assert done.exit_code == 1
    assert "put them where the costs belong" in done.output
    assert (tmp_path / "x.md").read_text() == "nothing"


def test_prices_are_positive_numbers() -> None:
    numbers = json.loads(cost.PRICES.read_text())
    assert all(value > 0 for value in [*numbers["prices"].values(), *numbers["instance_hours"].values()])
