"""What a function's answer says about the messages of its batch."""

from __future__ import annotations

import pytest

from infra.local.sqs_event import MalformedBatchResponse, failed_message_ids


@pytest.mark.parametrize(
    ("answer", "failed"),
    [
        (b"null", set()),
        (b"{}", set()),
        (b'{"batchItemFailures": null}', set()),
        (b'{"batchItemFailures": []}', set()),
        (b'{"batchItemFailures": [{"itemIdentifier": "a"}]}', {"a"}),
        (
            b'{"batchItemFailures": [{"itemIdentifier": "b"}, {"itemIdentifier": "a"}, {"itemIdentifier": "b"}]}',
            {"a", "b"},
        ),
    ],
)
def test_the_failures_are_the_messages_named(answer: bytes, failed: set[str]) -> None:
    assert failed_message_ids(answer, ["a", "b", "c"]) == failed


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"", "not JSON"),
        (b'"done"', "not an object"),
        (b"[]", "not an object"),
        (b'{"batchItemFailures": "all"}', "not a list"),
        (b'{"batchItemFailures": {"itemIdentifier": "a"}}', "not a list"),
        (b'{"batchItemFailures": ["a"]}', "None is no message"),
        (b'{"batchItemFailures": [{"itemIdentifier": ""}]}', "'' is no message"),
        (b'{"batchItemFailures": [{"itemIdentifier": null}]}', "None is no message"),
        (b'{"batchItemFailures": [{"itemIdentifier": ["a"]}]}', "is no message"),
        (b'{"batchItemFailures": [{"id": "a"}]}', "None is no message"),
        (b'{"batchItemFailures": [{"itemIdentifier": "a"}, {"itemIdentifier": "z"}]}', "'z' is no message"),
    ],
)
def test_a_malformed_answer_is_refused_as_a_whole(answer: bytes, reason: str) -> None:
    with pytest.raises(MalformedBatchResponse, match=reason):
        failed_message_ids(answer, ["a", "b"])
