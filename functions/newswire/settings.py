"""What differs between AWS and a laptop: endpoints and names, read from the environment here and nowhere else.

boto3 reads its own variables (AWS_DEFAULT_REGION, AWS_ENDPOINT_URL, credentials) itself.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newswire.errors import SettingMissing

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "NEWSWIRE_"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process; each field is the variable NEWSWIRE_<FIELD> of the environment.

    Parameters
    ----------
    opensearch_url: address of the search engine, "https://host" or "http://127.0.0.1:9200".
    opensearch_service: how requests to it are signed: "es" (managed domain), "aoss" (Serverless), "" (not at all).
    index_prefix: stands before every index and alias name, so that several can share an engine.
    archive_bucket: bucket of raw and quarantined deliveries.
    queue_url: address of the stories queue.
    state_table: table of signed pushes that were taken.
    signing_keys: name of the secret that holds the keys of suppliers that sign.
    feed_headers: name of the secret that holds what polled feeds are sent to know who asks.
    cursor_key: what the cursors of searches are signed with; a secret, long and random.
    """

    opensearch_url: str = ""
    opensearch_service: str = ""
    index_prefix: str = ""
    archive_bucket: str = ""
    queue_url: str = ""
    state_table: str = ""
    signing_keys: str = ""
    feed_headers: str = ""
    cursor_key: str = field(default="", repr=False)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Return the settings that the environment holds; what a process does not need may be missing from it."""
        variables = os.environ if environ is None else environ
        return cls(**{name: variables.get(variable(name), "") for name in cls.__dataclass_fields__})

    def required(self, name: str) -> str:
        """Return the setting `name`, or raise SettingMissing where it is empty."""
        value: str = getattr(self, name)
        if not value:
            raise SettingMissing(f"{variable(name)} is not set: this process cannot work without it")
        return value


def is_function() -> bool:
    """Tell whether this process was started to take events: by Lambda, or by the local stack."""
    return "AWS_LAMBDA_RUNTIME_API" in os.environ


def variable(name: str) -> str:
    """Return the environment variable of the setting `name`."""
    return f"{PREFIX}{name.upper()}"
