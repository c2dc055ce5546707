"""Schedule -> newswire.lifecycle: embargoes that ended are told, what has expired loses its text, archived too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger

from newswire.app import app as this_app
from newswire.archive_purge import ArchivePurge
from newswire.lifecycle import purge, release

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from newswire.app import App

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
    How many ended embargoes were looked at, how many expired stories lost their text, and how many objects of the
    archive.

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
    logger.info("life cycle", extra=done)
    return done
