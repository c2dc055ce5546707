"""The open connections of a threaded server, so that it can end them when it stops."""

import contextlib
import socket
from socketserver import StreamRequestHandler
from typing import Any


class OpenConnections:
    """Connections that are being served, one thread each."""

    def __init__(self) -> None:
        self._sockets: set[socket.socket] = set()

    def add(self, connection: socket.socket) -> None:
        """Note a connection that was opened."""
        self._sockets.add(connection)

    def discard(self, connection: socket.socket) -> None:
        """Forget a connection that ends by itself."""
        self._sockets.discard(connection)

    def end(self) -> None:
        """End all of them: whoever waits at the other end sees it at once."""
        for connection in list(self._sockets):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class TrackedHandler(StreamRequestHandler):
    """A handler that notes its connection in the server's open_connections."""

    server: Any

    def setup(self) -> None:
        """Note the connection."""
        super().setup()
        self.server.open_connections.add(self.connection)

    def finish(self) -> None:
        """Forget the connection; a client that has left is no error."""
        self.server.open_connections.discard(self.connection)
        with contextlib.suppress(OSError):
            super().finish()
