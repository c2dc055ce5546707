"""Make the index of stories and its alias, on any engine: `python -m infra.opensearch.indices URL [--service es]`."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import click

from newswire.index import STORIES, connect
from newswire.search.stop_words import STOP_WORDS
from newswire.settings import Settings

if TYPE_CHECKING:
    from opensearchpy import OpenSearch


def mapping() -> dict[str, Any]:
    """Return settings and mappings of the index, with the stop words of the query side filled in."""
    text = resources.files(__package__).joinpath("stories.json").read_text()
    index: dict[str, Any] = json.loads(text)
    index["settings"]["analysis"]["filter"]["query_stop"]["stopwords"] = sorted(STOP_WORDS)
    return index


def create_indices(client: OpenSearch, prefix: str = "", *, replicas: int = 1) -> bool:
    """Make `stories-v1` with the alias `stories`, unless the alias is there; return whether it was made.

    Parameters
    ----------
    client: an opensearch-py client that may create indices.
    prefix: stands before both names.
    replicas: copies of each shard; 0 on a single node.
    """
    if client.indices.exists_alias(name=f"{prefix}{STORIES}"):
        return False
    index = mapping()
    index["settings"]["number_of_replicas"] = replicas
    index["aliases"] = {f"{prefix}{STORIES}": {}}
    client.indices.create(index=f"{prefix}{STORIES}-v1", body=index)
    return True


@click.command(help=__doc__)
@click.argument("url")
@click.option("--service", default="", help="how to sign: es (managed domain), aoss (Serverless); default: not at all")
@click.option("--prefix", default="", help="stands before the names of index and alias")
def main(url: str, service: str, prefix: str) -> None:
    """Make the index on the engine at URL."""
    made = create_indices(connect(Settings(opensearch_url=url, opensearch_service=service)), prefix)
    click.echo(f"{prefix}{STORIES} was {'made' if made else 'there already'}")


if __name__ == "__main__":
    main()
