"""What is counted and measured: written to the log in CloudWatch's embedded metric format, no request is made for it.

The README has the same table, and the template the alarms; a test compares the three. What the platform measures by
itself (errors, durations, queues, the HTTP API, the engine) is not measured here again.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMESPACE = "Newswire"


class Metric(Enum):
    """A metric: its name and its unit. Its dimension is the service that writes it; those of feeds have one more."""

    DELIVERIES_ACCEPTED = "DeliveriesAccepted", MetricUnit.Count
    DELIVERIES_SUPERSEDED = "DeliveriesSuperseded", MetricUnit.Count
    DELIVERIES_QUARANTINED = "DeliveriesQuarantined", MetricUnit.Count
    DELIVERIES_RETRIED = "DeliveriesRetried", MetricUnit.Count
    INDEX_LAG = "IndexLagSeconds", MetricUnit.Seconds
    PUSHES_QUEUED = "PushesQueued", MetricUnit.Count
    PUSHES_REFUSED = "PushesRefused", MetricUnit.Count
    EMBARGOES_ENDED = "EmbargoesEnded", MetricUnit.Count
    STORIES_EXPIRED = "StoriesExpired", MetricUnit.Count
    FEED_FAILURES = "FeedFailures", MetricUnit.Count
    FEED_SILENCE = "FeedSilenceSeconds", MetricUnit.Seconds
    FEED_SILENCE_RATIO = "FeedSilenceRatio", MetricUnit.NoUnit

    def __init__(self, title: str, unit: MetricUnit) -> None:
        self.title = title
        self.unit = unit


def measure(service: str, values: Iterable[tuple[Metric, float]], **dimensions: str) -> None:
    """Write values of metrics.

    Parameters
    ----------
    service: which function writes them; a dimension by itself.
    values: of one metric there may be several.
    dimensions: others, together one more set; each combination of their values is a metric to pay for.
    """
    metrics = EphemeralMetrics(namespace=NAMESPACE, service=service)
    if dimensions:
        metrics.add_dimensions(**dimensions)
    for metric, value in values:
        metrics.add_metric(metric.title, metric.unit, value)
    if metrics.metric_set:
        metrics.flush_metrics()
