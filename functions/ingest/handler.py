"""SQS batch -> newswire.ingest -> which messages are to come back."""

from __future__ import annotations

from collections import Counter
from threading import Thread
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.data_classes import SQSEvent

from newswire.app import app as this_app
from newswire.ingest import ingest
from newswire.metrics import Metric, measure
from newswire.outcome import Outcome
from newswire.settings import is_function

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from aws_lambda_powertools.utilities.typing import LambdaContext

    from newswire.app import App
    from newswire.ingest import Result

logger = Logger()

_COUNTS = {
    Outcome.ACCEPTED: Metric.DELIVERIES_ACCEPTED,
    Outcome.SUPERSEDED: Metric.DELIVERIES_SUPERSEDED,
    Outcome.QUARANTINED: Metric.DELIVERIES_QUARANTINED,
    Outcome.RETRY: Metric.DELIVERIES_RETRIED,
}

if is_function():
    # While the first batch is on its way, and read, the language model is loaded.
    Thread(target=lambda: this_app().tag.load(), name="load tagger", daemon=True).start()


def handler(event: dict[str, Any], context: LambdaContext, app: App | None = None) -> dict[str, Any]:
    """Take one batch of the stories queue in.

    Parameters
    ----------
    event: an SQS event; its messages hold deliveries, or point to them.
    context: of Lambda; its request id names the batch in the archive, its time left bounds the work.
    app: the sides to use; by default those of this process.

    Environment
    -----------
    NEWSWIRE_OPENSEARCH_URL, NEWSWIRE_OPENSEARCH_SERVICE, NEWSWIRE_INDEX_PREFIX, NEWSWIRE_ARCHIVE_BUCKET,
    NEWSWIRE_QUEUE_URL

    Returns
    -------
    The ids of the messages that are to come back (batchItemFailures); all others are acknowledged.

    Raises
    ------
    EngineMisconfigured, SettingMissing, errors of boto3: the whole batch comes back.
    """
    app = app or this_app()
    app.until(context)
    messages = app.queue.receive(SQSEvent(event).records)
    results = iter(
        ingest(
            [delivery for message in messages for delivery in message.deliveries],
            index=app.index,
            changes=app.changes,
            archive=app.archive,
            batch_id=context.aws_request_id,
            clock=app.now,
            time_left=app.time_left,
            tag=app.tag,
        )
    )
    ended = {message.id: [next(results) for _ in message.deliveries] for message in messages}
    again = [message for message in messages if any(result.outcome is Outcome.RETRY for result in ended[message.id])]
    _tell(context.aws_request_id, [result for results in ended.values() for result in results], app.now())
    app.queue.postpone(again)
    return {"batchItemFailures": [{"itemIdentifier": message.id} for message in again]}


def _tell(batch: str, results: Sequence[Result], now: datetime) -> None:
    """Write how each delivery ended, by the id that its push was answered with, and the metrics of the batch."""
    ends = {str(outcome): [each.delivery.id for each in results if each.outcome is outcome] for outcome in Outcome}
    # The archive's object bears the batch's name.
    logger.info("batch taken in", extra={"batch": batch, **{name: ids for name, ids in ends.items() if ids}})
    values = [(_COUNTS[outcome], float(number)) for outcome, number in Counter(r.outcome for r in results).items()]
    lags = [(now - each.delivery.received).total_seconds() for each in results if each.outcome is Outcome.ACCEPTED]
    measure("ingest", [*values, *((Metric.INDEX_LAG, max(lag, 0.0)) for lag in lags)])
