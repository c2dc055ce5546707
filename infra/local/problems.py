"""Problem details (RFC 9457) for what the gateway itself refuses.

AWS's gateway answers {"message": "Not Found"}; this one says what is wrong and what to do, as the functions do.
"""

import json
from http import HTTPStatus


class Problem(Exception):
    """A request that gets no answer from a function; becomes the answer itself, and closes the connection."""

    def __init__(self, status: HTTPStatus, detail: str, headers: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers

    @property
    def body(self) -> bytes:
        """The application/problem+json body."""
        problem = {"type": "about:blank", "title": self.status.phrase, "status": self.status, "detail": self.detail}
        return json.dumps(problem).encode()
