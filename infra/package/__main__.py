"""`python -m infra.package`: build the package and say what is in it."""

import sys
from pathlib import Path

import click

from infra.local.errors import LocalError
from infra.package.build import build, report


@click.command()
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), default=Path("build/newswire.zip"), show_default=True
)
def main(output: Path) -> None:
    """Build one zip of all functions for Lambda, the same bytes each time, and print its sizes."""
    try:
        click.echo(report(build(output)))
    except LocalError as error:
        click.echo(f"newswire: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
