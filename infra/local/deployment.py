"""Which Newswire the operations work on: the one that the environment names, else the one that runs on this machine."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from infra.local import running
from infra.local.errors import LocalError
from infra.local.session import laptop_session
from newswire.app import App, client_config
from newswire.settings import Settings, variable

if TYPE_CHECKING:
    from collections.abc import Iterator


class NothingToWorkOn(LocalError):
    """No stack runs here, and the environment names none. A caller shows the line and ends."""

    def __init__(self) -> None:
        needed = ", ".join(map(variable, ("archive_bucket", "queue_url", "opensearch_url")))
        super().__init__(
            f"no local stack is running: start it with `newswire up`, or set {needed} to those of a stack on AWS"
        )


class _LaptopApp(App):
    """The wiring of the stack that runs on this machine, whatever AWS account the user works with."""

    def __init__(self, stack: running.Running) -> None:
        super().__init__(
            Settings(
                opensearch_url=stack.opensearch_url, archive_bucket=stack.archive_bucket, queue_url=stack.queue_url
            )
        )
        self._endpoint = stack.aws_endpoint

    def client(self, service: str) -> Any:
        return laptop_session().client(
            service,
            endpoint_url=self._endpoint,
            config=client_config(),  # type: ignore[call-overload]
        )


@contextmanager
def deployed() -> Iterator[App]:
    """Give the wiring of the Newswire to work on.

    Raises
    ------
    NothingToWorkOn: there is none.
    """
    settings = Settings.from_env()
    stack = running.find()
    if settings.archive_bucket:
        app = App(settings)
    elif stack:
        app = _LaptopApp(stack)
    else:
        raise NothingToWorkOn
    try:
        yield app
    finally:
        if "engine" in app.__dict__:
            app.engine.client.close()
