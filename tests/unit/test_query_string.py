from __future__ import annotations

import pytest

from newswire.query_string import with_value


@pytest.mark.parametrize(
    ("query_string", "result"),
    [
        ("", "cursor=a%2Bb"),
        ("q=x", "q=x&cursor=a%2Bb"),
        ("cursor=old&q=x%20y+z&q=%C3%A9", "q=x%20y+z&q=%C3%A9&cursor=a%2Bb"),
        ("c%75rsor=old&&size=5", "size=5&cursor=a%2Bb"),
        ('q="é>\r\n', "q=%22%C3%A9%3E%0D%0A&cursor=a%2Bb"),
    ],
)
def test_a_value_replaces_those_that_there_are(query_string: str, result: str) -> None:
    assert with_value(query_string, "cursor", "a+b") == result
