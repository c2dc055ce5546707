"""Make the indices and their aliases, on any engine: `python -m infra.opensearch.indices URL [--service es]`."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import click

from newswire.changes import CHANGES
from newswire.engine import connect
from newswire.index import STORIES, VERSIONS
from newswire.search.stop_words import STOP_WORDS
from newswire.settings import Settings

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

NAMES = (STORIES, VERSIONS, CHANGES)


def definition(name: str) -> dict[str, Any]:
    """Return settings and mappings of the index `name`, with the stop words of the query side filled in.

    The tokenizer drops signs, and with them what tells C++, #strike, @name, AT&T and $5 from C, strike, name, at t and
    5. The char filter `signs` puts a letter of Ogham for each, which no agency writes in: it stays in its word. In the
    index the word is also there without it (`without_signs`), so that strike finds #strike and not the other way.
    """
    text = resources.files(__package__).joinpath(f"{name}.json").read_text()
    index: dict[str, Any] = json.loads(text)
    if name == STORIES:
        index["settings"]["analysis"]["filter"]["query_stop"]["stopwords"] = sorted(STOP_WORDS)
    return index


def create_indices(client: OpenSearch, prefix: str = "", *, replicas: int = 1) -> list[str]:
    """Make `{name}-v1` with the alias `{name}` for each of NAMES, unless the alias is there; return those made.

    Parameters
    ----------
    client: an opensearch-py client that may create indices.
    prefix: stands before all names.
    replicas: copies of each shard; 0 on a single node.
    """
    missing = [name for name in NAMES if not client.indices.exists_alias(name=f"{prefix}{name}")]
    for name in missing:
        create_generation(client, name, 1, prefix, replicas=replicas, alias=True)
    return missing


def create_generation(
    client: OpenSearch, name: str, generation: int, prefix: str = "", *, replicas: int = 1, alias: bool = False
) -> str:
    """Make the index `{name}-v{generation}`, with or without its alias; return its name."""
    index = definition(name)
    index["settings"]["number_of_replicas"] = replicas
    index["aliases"] = {f"{prefix}{name}": {}} if alias else {}
    concrete = f"{prefix}{name}-v{generation}"
    client.indices.create(index=concrete, body=index)
    return concrete


@click.command(help=__doc__)
@click.argument("url")
@click.option("--service", default="", help="how to sign: es (managed domain), aoss (Serverless); default: not at all")
@click.option("--prefix", default="", help="stands before the names of indices and aliases")
def main(url: str, service: str, prefix: str) -> None:
    """Make the indices on the engine at URL."""
    made = create_indices(connect(Settings(opensearch_url=url, opensearch_service=service)), prefix)
    for name in NAMES:
        click.echo(f"{prefix}{name} was {'made' if name in made else 'there already'}")


if __name__ == "__main__":
    main()
