"""The `newswire` command."""

from __future__ import annotations

import importlib
import io
import sys

import click

from infra.local.errors import LocalError
from newswire.errors import NewswireError

COMMANDS = (
    "up",
    "push",
    "search",
    "parse",
    "clean",
    "tag",
    "invoke",
    "trace",
    "quarantine",
    "redrive",
    "replay",
    "reindex",
    "retag",
    "deploy",
    "status",
    "pause",
    "resume",
)


class _Commands(click.Group):
    """Imports a command when it is called: a search need not wait for what only `up` needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(f"infra.local.commands.{cmd_name}"), cmd_name)
        return command


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="newswire")
@click.option("--debug", is_flag=True, help="show the traceback of a fault in Newswire itself")
@click.pass_obj
def cli(asked: dict[str, bool], debug: bool) -> None:
    """Agency news in, one clean, tagged, versioned story out, searchable in seconds."""
    asked["debug"] = debug


def main() -> None:
    """Run the command line; a mistake is one line on standard error and an exit code that is not 0."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that knows no "·" gets a "?"
    asked = {"debug": False}
    try:
        cli.main(standalone_mode=False, obj=asked)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        sys.exit(2)
    except click.ClickException as error:
        _fail(error.format_message(), error.exit_code)
    except (LocalError, NewswireError) as error:
        _fail(str(error), 1)
    except BrokenPipeError:
        # the reader of our output (head, less) has seen enough
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        _fail(f"cannot go on: {error}", 1)
    except _aws_errors() as error:
        _fail(f"AWS says: {error}", 1)
    except Exception as error:
        if asked["debug"]:
            raise
        what = f"{type(error).__name__}: {error}"
        _fail(f"a fault in Newswire itself ({what[:200]}): run `newswire --debug ...` and report what it shows", 1)


def _aws_errors() -> tuple[type[Exception], ...]:
    """Return the errors of boto3, imported only where there is an error: a command need not wait for them."""
    from botocore.exceptions import BotoCoreError, ClientError

    return BotoCoreError, ClientError


def _fail(message: str, code: int) -> None:
    click.echo(f"newswire: {' '.join(message.split())}", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
