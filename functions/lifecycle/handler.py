"""Schedule -> newswire.lifecycle, newswire.archive_purge, newswire.retag.

Embargoes that ended are told, what has expired loses its text, archived too, and what waits for its tags gets them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger

from newswire.app import app as this_app
from newswire.archive_purge import ArchivePurge
from newswire.lifecycle import purge, release
from newswire.metrics import Metric, measure
from newswire.retag import retag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aws_lambda_powertools.utilities.typing import LambdaContext

    from newswire.app import App
    from newswire.story import Story

logger = Logger()


def handler(event: dict[str, Any], context: LambdaContext, app: App | None = None) -> dict[str, int]:  # noqa: ARG001
    """Do what has become due.

    Parameters
    ----------
    event: of a schedule; nothing in it is used.
    context: of Lambda; its time left bounds the work, and the next run goes on.
    app: the sides to use; by default those of this process.

    Environment
    -----------
    NEWSWIRE_OPENSEARCH_URL, NEWSWIRE_OPENSEARCH_SERVICE, NEWSWIRE_INDEX_PREFIX, NEWSWIRE_ARCHIVE_BUCKET

    Returns
    -------
    How many ended embargoes were looked at, how many expired stories lost their text, how many objects of the archive,
    and how many stories got the tags that there was no time for when they came.

    Raises
    ------
    EngineUnavailable, EngineMisconfigured, ArchiveUnavailable, errors of boto3: the run has failed, an alarm counts it,
        and the next one does its work.
    """
    app = app or this_app()
    app.until(context)
    done = {
        "released": release(app.index, app.changes, app.now()),
        "purged": purge(app.index, app.changes, app.now, app.time_left),
        "archive": ArchivePurge(app.client("s3"), app.archive, app.index).run(app.now(), app.time_left),
    }
    measure("lifecycle", [(Metric.EMBARGOES_ENDED, done["released"]), (Metric.STORIES_EXPIRED, done["purged"])])
    done["tagged"] = _tag(app)
    logger.info("life cycle", extra=done)
    return done


def _tag(app: App) -> int:
    """Tag what waits for its tags, as long as there is time; return how many stories."""

    def tag(stories: Sequence[Story], time_left: Callable[[], float]) -> Sequence[Story]:
        return app.tag(stories, time_left)  # made, and the tagger imported, only where there is something to tag

    return max((done.stories for done in retag(app.index, tag, None, app.time_left)), default=0)
