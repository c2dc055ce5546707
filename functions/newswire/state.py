"""The DynamoDB side: names that may be used once, until they expire.

A conditional write of DynamoDB costs $0.63 a million, one of S3 $5.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from newswire.errors import NewswireError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


class UsedBefore(NewswireError):
    """The name was used before. Refuse what was to be done under it."""


class State:
    """The table.

    Parameters
    ----------
    client: a boto3 DynamoDB client.
    table: its name; its key is `pk`, and it removes what is over by `ttl`.
    """

    def __init__(self, client: Any, table: str) -> None:
        self._client = client
        self._table = table

    @contextmanager
    def once(self, name: str, until: datetime) -> Iterator[None]:
        """Use a name for what is done inside; where that raises, the name may be used again.

        A process that dies inside has used it.

        Parameters
        ----------
        name: at most 2 KB.
        until: when it may be forgotten.

        Raises
        ------
        UsedBefore: nothing was done inside.
        errors of boto3
        """
        try:
            self._client.put_item(
                TableName=self._table,
                Item={"pk": {"S": name}, "ttl": {"N": str(int(until.timestamp()))}},
                ConditionExpression="attribute_not_exists(pk)",
            )
        except self._client.exceptions.ConditionalCheckFailedException as error:
            raise UsedBefore(name) from error
        try:
            yield
        except BaseException:
            self._client.delete_item(TableName=self._table, Key={"pk": {"S": name}})
            raise
