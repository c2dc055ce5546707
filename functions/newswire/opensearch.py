"""The client of the search engine, without what it would load for connections that nobody makes here.

opensearch-py imports `requests` for one of its connections and one of its signers: a third of its time. Ours is the
connection by urllib3. So while it is imported, an empty module stands for `requests`, unless that is there already.
Import the client from here only: whoever imports opensearchpy first decides.
"""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

_NAME = "requests"


class _Empty(ModuleType):
    auth: Any = SimpleNamespace(AuthBase=object)


_empty = None if _NAME in sys.modules else sys.modules.setdefault(_NAME, _Empty(_NAME))
try:
    from opensearchpy import OpenSearch, Urllib3AWSV4SignerAuth, Urllib3HttpConnection, exceptions
finally:
    if _empty is not None:
        del sys.modules[_NAME]

__all__ = ["OpenSearch", "Urllib3AWSV4SignerAuth", "Urllib3HttpConnection", "exceptions"]
