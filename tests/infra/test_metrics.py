"""Metrics: the code, the README's table, the template's alarms and the dashboard speak of the same ones."""

from __future__ import annotations

import re

import pytest

from infra.cost import METRICS
from newswire.metrics import NAMESPACE, Metric
from tests.conftest import ROOT
from tests.infra.house_rules import Document, alarmed, of_type

README = (ROOT / "README.md").read_text()
NAMES = {metric.title for metric in Metric}


def test_there_are_a_dozen() -> None:
    assert len(NAMES) == len(Metric) == METRICS == 12


def test_the_readme_has_each_of_them_with_its_unit() -> None:
    table = dict(re.findall(r"^\| `([A-Z]\w+)` \| (\w+) \|", README, re.MULTILINE))
    assert table == {metric.title: metric.unit.value for metric in Metric}


def test_alarms_look_at_metrics_that_are_written(document: Document) -> None:
    ours = {metric for metric, namespace, _ in alarmed(document) if not namespace.startswith("AWS/")}
    assert ours <= NAMES
    assert {metric: namespace for metric, namespace, _ in alarmed(document) if metric in NAMES} == dict.fromkeys(
        ours, NAMESPACE
    )


def test_alarms_look_where_the_metric_is_written(document: Document) -> None:
    written = dict(re.findall(r"^\| `([A-Z]\w+)` \| \w+ \| (\w+) \|", README, re.MULTILINE))
    looked_at = {
        metric["MetricName"]: metric["Dimensions"]
        for alarm in of_type(document, "AWS::CloudWatch::Alarm").values()
        for metric in [
            alarm,
            *(each["MetricStat"]["Metric"] for each in alarm.get("Metrics", []) if "MetricStat" in each),
        ]
        if metric.get("MetricName") in NAMES
    }
    assert looked_at == {name: [{"Name": "service", "Value": written[name]}] for name in looked_at}


def test_the_dashboard_shows_all_of_them(document: Document) -> None:
    [dashboard] = of_type(document, "AWS::CloudWatch::Dashboard").values()
    text = dashboard["DashboardBody"]["Fn::Sub"]
    shown = set(re.findall(rf'\["{NAMESPACE}", "(\w+)"', text)) | set(re.findall(r'MetricName=\\"(\w+)\\"', text))
    assert shown == NAMES


def test_each_is_written_by_a_handler() -> None:
    code = "".join(file.read_text() for file in (ROOT / "functions").glob("*/handler.py"))
    assert set(re.findall(r"Metric\.([A-Z_]+)", code)) == {metric.name for metric in Metric}


def _anchors(text: str) -> set[str]:
    """Return the anchors that GitHub gives to the headings of a text."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_alarm_has_its_section_in_the_runbook(document: Document) -> None:
    alarms = of_type(document, "AWS::CloudWatch::Alarm")
    linked = {}
    for name, alarm in alarms.items():
        link = re.fullmatch(r"[A-Z][^$]+: \$\{Runbook\}#(.+)", alarm["AlarmDescription"]["Fn::Sub"])
        assert link, name
        linked[name] = link[1]
    assert len(set(linked.values())) == len(linked), "one section an alarm"
    assert {name: anchor for name, anchor in linked.items() if anchor not in _anchors(README)} == {}
    assert {anchor for anchor in _anchors(README) if anchor.startswith("alarm-")} == set(linked.values())


@pytest.mark.parametrize(
    ("heading", "anchor"), [("### Alarm: dead letters", "alarm-dead-letters"), ("# A `b` (c)", "a-b-c")]
)
def test_anchors_are_githubs(heading: str, anchor: str) -> None:
    assert _anchors(heading) == {anchor}
