"""The template as CloudFormation gets it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from infra.cloud.translation import translate
from infra.local.session import laptop_session


@cache
def _translated() -> bytes:
    return translate("s3://code/newswire.zip", laptop_session())


@pytest.fixture
def document() -> Any:
    """A translated template of this test's own."""
    return json.loads(_translated())
