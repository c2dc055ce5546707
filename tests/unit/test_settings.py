from __future__ import annotations

import pytest

from newswire.errors import SettingMissing
from newswire.settings import Settings


def test_each_setting_is_read_from_its_variable() -> None:
    environ = {"NEWSWIRE_OPENSEARCH_URL": "http://x", "NEWSWIRE_QUEUE_URL": "http://q", "HOME": "/root"}
    settings = Settings.from_env(environ)
    assert settings == Settings(opensearch_url="http://x", queue_url="http://q")


def test_a_missing_setting_is_named_when_it_is_needed() -> None:
    with pytest.raises(SettingMissing, match="NEWSWIRE_ARCHIVE_BUCKET"):
        Settings.from_env({}).required("archive_bucket")
