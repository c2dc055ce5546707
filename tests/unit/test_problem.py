from __future__ import annotations

import json

import pytest

from newswire.errors import (
    EngineMisconfigured,
    EngineUnavailable,
    InvalidParameter,
    NewswireError,
    SettingMissing,
    StoryExpired,
    StoryHidden,
    StoryKilled,
    StoryNotFound,
    UnreadableBody,
    VersionNotFound,
)
from newswire.problem import as_problem


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidParameter("no", parameter="size"), 400),
        (UnreadableBody("no"), 400),
        (StoryHidden("no"), 403),
        (StoryNotFound("no"), 404),
        (VersionNotFound("no"), 404),
        (StoryKilled("no", tombstone={}), 410),
        (StoryExpired("no", tombstone={}), 410),
        (SettingMissing("X"), 500),
        (EngineUnavailable("away"), 503),
        (EngineMisconfigured("401"), 503),
    ],
)
def test_each_error_has_its_status_and_the_rfc_9457_members(error: NewswireError, status: int) -> None:
    answer = as_problem(error)
    document = json.loads(answer["body"])
    assert answer["statusCode"] == document["status"] == status
    assert answer["headers"]["content-type"] == "application/problem+json"
    assert document["title"]
    assert document["detail"]


def test_the_wrong_parameter_is_named() -> None:
    document = json.loads(as_problem(InvalidParameter("no", parameter="size", position=5))["body"])
    assert (document["parameter"], document["position"]) == ("size", 5)


def test_an_unavailable_service_says_when_to_come_back() -> None:
    assert int(as_problem(EngineUnavailable("away"))["headers"]["retry-after"]) > 0


def test_our_own_faults_tell_a_caller_nothing_of_the_inside() -> None:
    assert "secret-host" not in as_problem(EngineMisconfigured("401 from secret-host"))["body"]
