"""CORS as API Gateway does it: from the API's settings alone, whatever the function says."""

from fnmatch import fnmatchcase

from infra.local.routes import Cors

Headers = tuple[tuple[str, str], ...]


def answer_headers(cors: Cors, origin: str) -> Headers:
    """Give the headers that an answer to a request from this origin gets; none when the origin is not allowed."""
    if not any(fnmatchcase(origin, allowed) for allowed in cors.origins):
        return ()
    headers = [("access-control-allow-origin", "*" if "*" in cors.origins else origin)]
    if cors.credentials:
        headers.append(("access-control-allow-credentials", "true"))
    if cors.exposed:
        headers.append(("access-control-expose-headers", ",".join(cors.exposed)))
    return tuple(headers)


def preflight_headers(cors: Cors, origin: str) -> Headers:
    """Give the headers that answer a browser's preflight request from this origin."""
    allowed = answer_headers(cors, origin)
    if not allowed:
        return ()
    headers = [*allowed]
    if cors.methods:
        headers.append(("access-control-allow-methods", ",".join(cors.methods)))
    if cors.headers:
        headers.append(("access-control-allow-headers", ",".join(cors.headers)))
    if cors.max_age is not None:
        headers.append(("access-control-max-age", str(cors.max_age)))
    return tuple(headers)
