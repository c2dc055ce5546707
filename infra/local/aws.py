"""The laptop's AWS: moto's SQS, S3 and DynamoDB, served over HTTP from this process."""

import json
from http.client import HTTPConnection
from threading import Thread
from typing import Any, cast

from botocore.config import Config
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from infra.local.connections import OpenConnections, TrackedHandler
from infra.local.session import laptop_session

_STOP_INTERVAL = 0.1  # seconds until the server notices that it is to stop


class Aws:
    """A running server. moto's queues and buckets belong to the process, so have one of these at a time."""

    def __init__(self) -> None:
        """Serve on a free port of the loopback interface, with nothing in it."""
        application = DomainDispatcherApplication(create_backend_app)
        server = make_server(
            "127.0.0.1", 0, _saying_what_is_missing(application), threaded=True, request_handler=_QuietHandler
        )
        self._server = cast("Any", server)
        self._server.open_connections = OpenConnections()
        self._thread = Thread(target=self._server.serve_forever, args=(_STOP_INTERVAL,), name="aws", daemon=True)
        self._thread.start()
        self._session: Any = laptop_session()

    @property
    def endpoint(self) -> str:
        """The URL that AWS_ENDPOINT_URL names."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def client(self, service: str) -> Any:
        """Give a boto3 client of a service; the caller closes it."""
        return self._session.client(
            service, endpoint_url=self.endpoint, config=Config(retries={"total_max_attempts": 1})
        )

    def end_connections(self) -> None:
        """End the requests that are under way, long polls for example; new ones are still taken."""
        self._server.open_connections.end()

    def stop(self) -> None:
        """Forget all queues, buckets and tables, and stop serving."""
        connection = HTTPConnection("127.0.0.1", self._server.server_port, timeout=5)
        try:
            connection.request("POST", "/moto-api/reset")
            connection.getresponse().read()
        finally:
            connection.close()
            self._server.shutdown()
            self._thread.join()


def _saying_what_is_missing(application: Any) -> Any:
    """Let an operation that moto does not have be an answer, and no traceback in the terminal of `newswire up`."""

    def answer(environ: Any, start_response: Any) -> Any:
        try:
            return application(environ, start_response)
        except NotImplementedError as error:
            start_response("400 Bad Request", [("content-type", "application/x-amz-json-1.0")])
            return [json.dumps({"__type": "UnsupportedOperation", "message": str(error)}).encode()]

    return answer


class _QuietHandler(TrackedHandler, MotoRequestHandler):
    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: the terminal is for the person, and the functions log what they do."""
