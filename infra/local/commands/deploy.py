"""`newswire deploy`: a stack on AWS, made or changed."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console

from infra.cloud import deployment
from infra.cloud.change_set import ChangeSet
from infra.cloud.stack import Stack
from infra.package.build import build

_PACKAGE = Path("build") / "newswire.zip"


class _Parameter(click.ParamType[tuple[str, str]]):
    name = "NAME=VALUE"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        name, separator, text = value.partition("=")
        if not (separator and name):
            self.fail(f"{value!r} is not NAME=VALUE, for example LogLevel=DEBUG", param, ctx)
        return name, text


@click.command(short_help="make a stack on AWS, or bring it up to date")
@click.option("--stack", "name", default="newswire", show_default=True, help="its name")
@click.option(
    "--parameter", "parameters", type=_Parameter(), multiple=True, help="of the template; others stay as they are"
)
@click.option("--bucket", help="for packages; default: newswire-artifacts-ACCOUNT-REGION, made where it is missing")
@click.option("--dry-run", is_flag=True, help="show what would change in the stack, and leave it as it is")
@click.option("--yes", is_flag=True, help="do not ask, even where something is replaced or removed")
def deploy(name: str, parameters: tuple[tuple[str, str], ...], bucket: str | None, dry_run: bool, yes: bool) -> None:
    """Build the package, upload it, let CloudFormation make or change the stack, and make the indices.

    Account and region are those of AWS_PROFILE and AWS_DEFAULT_REGION. What would be replaced or removed is asked for
    first. Where CloudFormation fails it puts back what was before. Ctrl-C stops the watching, not the deployment.
    """
    console = Console(stderr=True)
    stack = Stack(name)
    deployment.check(stack, dict(parameters))
    with console.status("building the package"):
        package = build(_PACKAGE)
    console.print(f"{package.path}: {package.unpacked / 1e6:.0f} MB unpacked, sha256 {package.sha256[:12]}")
    with console.status("uploading, and asking CloudFormation what would change"):
        change_set = deployment.prepare(stack, package, dict(parameters), bucket)
    if not change_set.needed:
        click.echo(f"{name} is up to date", err=True)
    elif not _approved(change_set, dry_run=dry_run, yes=yes):
        change_set.drop()
        return
    else:
        for line in change_set.execute():
            console.print(line, highlight=False)
    if dry_run:
        return
    for index in deployment.make_indices(stack):
        click.echo(f"index {index} was made", err=True)
    for output, value in sorted(stack.outputs().items()):
        click.echo(f"{output} {value}")


def _approved(change_set: ChangeSet, *, dry_run: bool, yes: bool) -> bool:
    """Show the changes; tell whether they are to be carried out. Only what destroys something is asked for."""
    for change in change_set.changes:
        click.echo(
            f"{change.action}{' (replaced)' if change.replaced else ''} {change.resource} {change.type}", err=True
        )
    if dry_run:
        return False
    destroyed = [change.resource for change in change_set.changes if change.destroys]
    if not destroyed or yes:
        return True
    if not sys.stdin.isatty():
        change_set.drop()
        raise click.ClickException(f"{', '.join(destroyed)} would be replaced or removed: look, then add --yes")
    return click.confirm(f"{', '.join(destroyed)} would be replaced or removed. Go on?", err=True)
