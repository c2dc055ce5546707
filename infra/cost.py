"""What a stack costs, from the template's settings and a table of prices: `python -m infra.cost [--write README.md]`.

What each story costs depends on how they come: in a flood a batch is full and shared by many; one by one each story has
its own invocation, archive object and trace. Both are shown. Waiting for S3 and for the engine is paid for as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from infra.local.errors import LocalError
from infra.local.template import Resource, Template

PRICES = Path(__file__).with_name("prices.json")
TEMPLATE = Path(__file__).with_name("template.yaml")
BEGIN, END = "<!-- cost:begin -->", "<!-- cost:end -->"
LIMIT = 2.50
"""Dollars per million stories that come as a flood, from the queue to the index, tagging included: at most."""

_MILLION = 1_000_000
_HOURS = 730
_VCPU_MB = 1769
"""The memory at which a function has one whole processor; below, it has its share."""
_CHUNK = 65_536
"""Bytes of an SQS request that are billed as one."""
_TRACED_SHARE = 0.05
"""X-Ray takes the first request of each second and this share of the rest."""
_CLOCK_SECONDS = 0.5
"""How long a function that is called by the clock works, where little is to be done."""
METRICS = 12
"""Custom metrics; a value of a dimension (each feed) makes one more of each metric that has it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the template sets.

    Parameters
    ----------
    memory: MB of each function, by logical id; traced: those with active tracing.
    batch_size, window: of the event source mapping (stories, seconds).
    schedules: invocations a month by the clock.
    log_days: how long logs are kept.
    instances: number and type of the engine's nodes; None where the stack has no domain.
    volume: GB of each.
    alarm_metrics: metrics that alarms look at: an alarm of several is billed as so many alarms.
    dashboards, secrets: how many there are.
    """

    memory: dict[str, int]
    traced: frozenset[str]
    batch_size: int
    window: float
    schedules: dict[str, float]
    log_days: int
    instances: tuple[int, str] | None
    volume: int
    alarm_metrics: int
    dashboards: int
    secrets: int

    @classmethod
    def of_template(cls, path: Path = TEMPLATE, parameters: dict[str, str] | None = None) -> Settings:
        """Read them from the template, with its defaults where `parameters` gives nothing."""
        template = Template(path, parameters or {}, "http://127.0.0.1:1")
        functions = {each.logical_id: each for each in template.of_type("AWS::Lambda::Function")}
        [mapping] = template.of_type("AWS::Lambda::EventSourceMapping")
        [log_days] = {int(each.get("RetentionInDays")) for each in template.of_type("AWS::Logs::LogGroup")}
        domains = template.of_type("AWS::OpenSearchService::Domain")
        cluster = domains[0].get("ClusterConfig") if domains else None
        return cls(
            memory={name: int(each.get("MemorySize")) for name, each in functions.items()},
            traced=frozenset(
                name for name, each in functions.items() if each.get("TracingConfig", {}).get("Mode") == "Active"
            ),
            batch_size=int(mapping.get("BatchSize")),
            window=float(mapping.get("MaximumBatchingWindowInSeconds", 0)),
            schedules=_schedules(template, functions),
            log_days=log_days,
            instances=(int(cluster.get("InstanceCount", 1)), cluster["InstanceType"]) if cluster else None,
            volume=int(domains[0].get("EBSOptions")["VolumeSize"]) if domains else 0,
            alarm_metrics=sum(_billed(each) for each in template.of_type("AWS::CloudWatch::Alarm")),
            dashboards=len(template.of_type("AWS::CloudWatch::Dashboard")),
            secrets=len(template.of_type("AWS::SecretsManager::Secret")),
        )


@dataclass(frozen=True, slots=True)
class Load:
    """How stories come.

    Parameters
    ----------
    rate: stories a second while they come.
    story_bytes: a message on the queue; archived_bytes: what is left of it in the archive, compressed.
    story_cpu, batch_cpu, batch_wait: seconds that ingest needs of one processor for a story (parse, write) and for a
        batch (measured on x86-64 with tests/bench/ingest.py), and waits for S3 and the engine (estimated).
    tagging_cpu: seconds of one processor for the tags of a story. Measured.
    push_seconds: of one push at the function's memory.
    log_bytes: that one invocation writes, with the three lines of Lambda's own.
    """

    rate: float
    story_bytes: int = 8_000
    archived_bytes: int = 2_500
    story_cpu: float = 0.003
    batch_cpu: float = 0.010
    batch_wait: float = 0.300
    tagging_cpu: float = 0.055
    push_seconds: float = 0.030
    log_bytes: int = 1_000


FLOOD = Load(rate=50)
ONE_BY_ONE = Load(rate=5_000 / 86_400)
"""A newsroom's day: 5,000 stories, spread evenly."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what is paid for, and dollars."""

    name: str
    dollars: float


def fill(settings: Settings, load: Load) -> float:
    """Return how many stories a batch holds: the first, and what comes within the window, at most the batch size."""
    return min(1 + load.rate * settings.window, settings.batch_size)


def ingest_seconds(settings: Settings, load: Load, stories: float) -> float:
    """Return how long ingest works on a batch: computing at its share of a processor, and waiting."""
    share = min(settings.memory["IngestFunction"] / _VCPU_MB, 1.0)
    return (stories * (load.story_cpu + load.tagging_cpu) + load.batch_cpu) / share + load.batch_wait


def variable(settings: Settings, load: Load, prices: dict[str, float]) -> list[Line]:
    """Return what a million stories cost from the queue to the index."""
    batch = fill(settings, load)
    batches = _MILLION / batch
    taken = min(batch, 10)  # messages of one receive and of one delete
    chunks = -(-taken * load.story_bytes // _CHUNK)
    seconds = ingest_seconds(settings, load, batch)
    return [
        Line("SQS: send, receive, delete", _MILLION * prices["sqs_request"] * (1 + (chunks + 1) / taken)),
        Line("Lambda ingest, tagging included", _lambda(settings, "IngestFunction", batches, seconds, prices)),
        Line("S3 archive, an object a batch", batches * prices["s3_put"]),
        Line("X-Ray", _traces(settings, "IngestFunction", batches, load.rate / batch) * prices["xray_trace"]),
        Line("logs", _logs(settings, batches * load.log_bytes, prices)),
    ]


def pushing(settings: Settings, load: Load, prices: dict[str, float], stories: int = 1) -> list[Line]:
    """Return what comes on top where a million stories are pushed over HTTP, so many `stories` a request."""
    requests = _MILLION / stories
    return [
        Line("HTTP API", requests * prices["http_api_request"]),
        Line("Lambda push", _lambda(settings, "PushFunction", requests, load.push_seconds, prices)),
        Line("X-Ray", _traces(settings, "PushFunction", requests, load.rate / stories) * prices["xray_trace"]),
        Line("logs", _logs(settings, requests * load.log_bytes, prices)),
    ]


def fixed(settings: Settings, prices: dict[str, float], instance_hours: dict[str, float]) -> list[Line]:
    """Return what a month costs before the first story comes; raises LocalError where an instance has no price."""
    lines = []
    if settings.instances:
        count, kind = settings.instances
        if kind not in instance_hours:
            raise LocalError(f"{PRICES.name} has no price for {kind}: add it from the AWS price list")
        lines += [
            Line(f"OpenSearch, {count} x {kind}", count * instance_hours[kind] * _HOURS),
            Line(f"its volumes, {settings.volume} GB gp3", count * settings.volume * prices["gp3_gb_month"]),
        ]
    by_clock = sum(
        _lambda(settings, name, calls, _CLOCK_SECONDS, prices)
        + _traces(settings, name, calls, 1 / 60) * prices["xray_trace"]
        + _logs(settings, calls * FLOOD.log_bytes, prices)
        for name, calls in settings.schedules.items()
    )
    return [
        *lines,
        Line(f"{len(settings.schedules)} functions by the clock, traces and logs included", by_clock),
        Line(f"{METRICS} metrics", METRICS * prices["metric_month"]),
        Line(f"alarms, on {settings.alarm_metrics} metrics", settings.alarm_metrics * prices["alarm_metric_month"]),
        Line("dashboard", settings.dashboards * prices["dashboard_month"]),
        Line("secrets", settings.secrets * prices["secret_month"]),
    ]


def total(lines: Iterable[Line]) -> float:
    """Return the dollars of all lines."""
    return sum(line.dollars for line in lines)


def table(settings: Settings, priced: dict[str, Any]) -> str:
    """Return the README's tables, as Markdown."""
    prices = priced["prices"]
    ways = [("a flood, 50 a second", FLOOD), ("5,000 a day, one by one", ONE_BY_ONE)]
    inside = [variable(settings, load, prices) for _, load in ways]
    pushed = [total(pushing(settings, load, prices)) for _, load in ways]
    packed = [total(pushing(settings, load, prices, stories=25)) for _, load in ways]
    rows = [(line.name, [lines[number].dollars for lines in inside]) for number, line in enumerate(inside[0])]
    month = fixed(settings, prices, priced["instance_hours"])
    stories = ONE_BY_ONE.rate * _HOURS * 3600
    kept = stories * ONE_BY_ONE.archived_bytes / 1e9 * prices["s3_gb_month"]
    moving = stories / _MILLION * (total(inside[1]) + pushed[1])
    return "\n".join(
        [
            f"Prices of {priced['as_of']}, {priced['region']}, without free tiers; batches of {settings.batch_size}, "
            f"{settings.memory['IngestFunction']} MB, logs kept {settings.log_days} days.",
            "",
            f"| per million stories | {' | '.join(name for name, _ in ways)} |",
            "|---|---|---|",
            *(_row(name, dollars) for name, dollars in rows),
            _row("**from the queue to the index**", [total(lines) for lines in inside], "**"),
            _row("and where pushed over HTTP, a story a request", pushed),
            _row("and where pushed over HTTP, 25 stories a request", packed),
            _row("and where each push is signed, a story a request", [_MILLION * prices["dynamodb_write"]] * len(ways)),
            "",
            "| per month | dollars |",
            "|---|---|",
            *(_row(line.name, [line.dollars]) for line in month),
            _row("**before the first story**", [total(month)], "**"),
            _row("5,000 stories a day, one by one, pushed over HTTP", [moving]),
            _row("their archive, more with each month", [kept]),
        ]
    )


def written(readme: str, tables: str) -> str:
    """Return the README's text with the tables between its marks; raises LocalError where the marks are missing."""
    marked = re.compile(f"{BEGIN}.*?{END}", re.DOTALL)
    if not marked.search(readme):
        raise LocalError(f"no {BEGIN} ... {END} in it: put them where the costs belong")
    return marked.sub(lambda _: f"{BEGIN}\n{tables}\n{END}", readme)


def load_prices() -> dict[str, Any]:
    """Return the table of prices with its date."""
    priced: dict[str, Any] = json.loads(PRICES.read_text("utf-8"))
    return priced


@click.command(help=__doc__)
@click.option("--write", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="the file to put them into")
def main(write: Path | None) -> None:
    """Print the tables, or write them between the marks of a file."""
    tables = table(Settings.of_template(), load_prices())
    if write is None:
        click.echo(tables)
        return
    try:
        write.write_text(written(write.read_text("utf-8"), tables), "utf-8")
    except LocalError as error:
        raise click.ClickException(f"{write}: {error}") from error


def _row(name: str, dollars: list[float], mark: str = "") -> str:
    return f"| {name} | {' | '.join(f'{mark}${each:,.2f}{mark}' for each in dollars)} |"


def _lambda(settings: Settings, function: str, calls: float, seconds: float, prices: dict[str, float]) -> float:
    gb_seconds = calls * seconds * settings.memory[function] / 1024
    return gb_seconds * prices["lambda_gb_second_arm64"] + calls * prices["lambda_request"]


def _traces(settings: Settings, function: str, calls: float, rate: float) -> float:
    """Return how many of so many calls are traced, of which `rate` come in a second."""
    if function not in settings.traced:
        return 0.0
    firsts = calls * min(1.0, 1.0 / rate)
    return firsts + (calls - firsts) * _TRACED_SHARE


def _logs(settings: Settings, size: float, prices: dict[str, float]) -> float:
    months = settings.log_days / 30
    return size / 1e9 * (prices["logs_gb"] + months * prices["logs_gb_month"])


def _billed(alarm: Resource) -> int:
    """Return how many alarms it is billed as: one for each metric in its expression (CloudWatch pricing)."""
    return sum("MetricStat" in each for each in alarm.get("Metrics", [])) or 1


def _schedules(template: Template, functions: dict[str, Any]) -> dict[str, float]:
    """Return how often a month the clock calls each function that it calls; a rate is all that the template uses."""
    calls: dict[str, float] = {}
    for rule in template.of_type("AWS::Events::Rule"):
        [target] = rule.raw["Targets"]
        number, unit = re.findall(r"rate\((\d+) (minute|hour|day)s?\)", str(rule.get("ScheduleExpression")))[0]
        minutes = int(number) * {"minute": 1, "hour": 60, "day": 1440}[unit]
        name = target["Arn"]["Fn::GetAtt"][0]
        if name in functions:
            calls[name] = calls.get(name, 0) + _HOURS * 60 / minutes
    return calls


if __name__ == "__main__":
    main()
