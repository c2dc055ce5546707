"""`newswire push`, against a server that answers like the API."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from infra.local.commands.push import push

RECEIVED: list[tuple[str, str | None, bytes]] = []


class _Api(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        RECEIVED.append((self.path, self.headers["content-type"], body))
        answer = json.dumps({"deliveries": [{"id": "d1", "story": "efe:1"}]}).encode()
        self.send_response(202)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


@pytest.fixture(name="url")
def _url() -> Iterator[str]:
    RECEIVED.clear()
    with HTTPServer(("127.0.0.1", 0), _Api) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("content_type", ["text/plain; charset=koi8-r", None])
def test_the_content_type_is_sent(url: str, content_type: str | None, tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_bytes("мир".encode("koi8-r"))
    options = ["--content-type", content_type] if content_type else []
    result = CliRunner().invoke(push, [str(file), "--url", url, "--supplier", "efe", *options])

    assert result.exit_code == 0
    assert [("/v1/stories?supplier=efe", content_type, "мир".encode("koi8-r"))] == RECEIVED
