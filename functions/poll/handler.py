"""Schedule -> newswire.poll: feeds that are due, to the stories queue."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger

from newswire.app import app as this_app
from newswire.errors import PollFailed
from newswire.feeds import configured
from newswire.metrics import Metric, measure
from newswire.poll import PollOutcome, poll

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aws_lambda_powertools.utilities.typing import LambdaContext

    from newswire.app import App
    from newswire.poll import Polled

logger = Logger()


def handler(event: dict[str, Any], context: LambdaContext, app: App | None = None) -> dict[str, Any]:  # noqa: ARG001
    """Poll the feeds that are due.

    Parameters
    ----------
    event: of a schedule; nothing in it is used.
    context: of Lambda; its time left bounds the run, and what it was too short for is polled by the next.
    app: the sides to use; by default those of this process.

    Environment
    -----------
    NEWSWIRE_ARCHIVE_BUCKET, NEWSWIRE_QUEUE_URL, NEWSWIRE_FEED_HEADERS

    Returns
    -------
    How each feed fared: its outcome, how many stories were new, what was wrong, and its silence.

    Raises
    ------
    FeedsRefused, FeedHeadersRefused, SettingMissing: nothing was polled; an alarm counts it until the configuration is
        mended.
    PollFailed: a feed met a fault of our own or of AWS; the others were polled, and the next run tries again.
    """
    app = app or this_app()
    app.until(context)
    feeds = configured(app.feed_states.configuration())
    polled = poll(
        feeds,
        states=app.feed_states,
        queue=app.queue,
        clock=app.now,
        time_left=app.time_left,
        headers=app.feed_headers.read() if any(feed.identified for feed in feeds) else {},
    )
    _measure(polled)
    logger.info("feeds polled", extra=dict(Counter(each.outcome for each in polled)))
    if faults := [f"{each.feed}: {each.problem}" for each in polled if each.outcome is PollOutcome.FAULT]:
        raise PollFailed("; ".join(faults))
    return {"feeds": [each.as_dict() for each in polled]}


def _measure(polled: Iterable[Polled]) -> None:
    """Write the metrics of each feed: for all feeds together, whose worst one an alarm watches, and by feed."""
    for each in polled:
        if each.silence_seconds is None or each.failures is None:
            continue
        values = [(Metric.FEED_SILENCE, each.silence_seconds), (Metric.FEED_FAILURES, float(each.failures))]
        if each.silence_ratio is not None:
            values.append((Metric.FEED_SILENCE_RATIO, each.silence_ratio))
        measure("poll", values, feed=each.feed)
