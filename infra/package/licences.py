"""The licences of what ships, as a table: `python -m infra.package.licences > infra/package/licences.md`."""

from __future__ import annotations

from importlib.metadata import Distribution

import click

from infra.package import closure
from infra.package.build import left_out_packages
from infra.package.target import Target

_HEADING = """\
# Licences of the packages that ship to Lambda

Made by `python -m infra.package.licences`; a test fails when it is stale. What boto3 brings is in Lambda's runtime.
Data of others and their licences: README.md, "Licence", and `functions/newswire/tagging/README.md`. numpy's wheel holds
OpenBLAS with GCC's runtime library, under the exception that lets it be shipped with programs of any licence.

| package | version | licence |
|---|---|---|
"""

CHOSEN = {"tld": "MPL-1.1"}
"""The one that we take where a package offers several. tld: MPL-1.1, GPL-2.0-only or LGPL-2.1-or-later."""

_PREFIX = "License :: OSI Approved :: "


def licence(package: Distribution) -> str:
    """Return the licence that a package names: as an expression, else by its classifiers, else in a word."""
    known = package.metadata
    if expression := known.get_all("License-Expression", []):
        return str(expression[0])
    classified = [each.removeprefix(_PREFIX) for each in known.get_all("Classifier", []) if each.startswith(_PREFIX)]
    return " or ".join(classified) or next(iter(known.get_all("License", [])), "").partition("\n")[0] or "unknown"


def shipped(target: Target) -> dict[str, str]:
    """Return the licence of each package that ships, by name."""
    packages = closure.installed()
    names = closure.closure(closure.dependencies(), packages, target, left_out_packages())
    return {name: CHOSEN.get(name) or licence(packages[name]) for name in sorted(names)}


def table(target: Target) -> str:
    """Return the table, as Markdown."""
    versions = closure.locked(target)
    return _HEADING + "".join(
        f"| {name} | {versions[name].version} | {words} |\n" for name, words in shipped(target).items()
    )


if __name__ == "__main__":
    click.echo(table(Target.of_template()), nl=False)
