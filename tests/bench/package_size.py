"""How large the code of the functions is for Lambda, unzipped: what pyproject.toml's dependencies need, and functions/.

Lambda takes 250 MB at most. What is left out is written in LEFT_OUT; boto3 is in Lambda's Python already.
"""

from __future__ import annotations

import marshal
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

FUNCTIONS = Path(__file__).resolve().parents[2] / "functions"
IN_LAMBDA = frozenset({"boto3", "botocore", "s3transfer", "jmespath"})
NEVER_IMPORTED = frozenset({"grpcio", "setuptools"})
LEFT_OUT = re.compile(
    r"\.(?:pyx|pxd|pxi|pyi|c|cc|cpp|h|hpp|typed)$|(?:^|/)(?:tests?|__pycache__|include)/"
    r"|^spacy/lang/(?!__init__|char_classes|lex_attrs|norm_exceptions|punctuation|tokenizer_exceptions"
    r"|(?:en|xx|ja|ko|th|vi|zh)/)|^babel/locale-data/(?!(?:en|root)\.)|^\.\./"
)
"""Sources of compiled modules, types, tests, the languages that spaCy does not import by itself, names of countries."""
_MB = 1_000_000


def print_sizes() -> None:
    """Print the size whole, with LEFT_OUT left out and debug symbols stripped, with bytecode, and the largest parts."""
    whole, kept, bytecode = 0, Counter[str](), 0
    for package, name, file in _files():
        whole += file.stat().st_size
        if LEFT_OUT.search(name):
            continue
        kept[package] += _stripped(file) if file.suffix == ".so" and ".libs/" not in name else file.stat().st_size
        bytecode += _bytecode(file) if file.suffix == ".py" else 0
    size = kept.total() / _MB
    largest = ", ".join(f"{package} {count / _MB:.0f}" for package, count in kept.most_common(12))
    print(
        f"code unzipped: {whole / _MB:.0f} MB whole, {size:.0f} MB pruned, {size + bytecode / _MB:.0f} MB with bytecode"
    )
    print(f"   (wanted < 230 MB; largest: {largest})")


def _files() -> list[tuple[str, str, Path]]:
    """Return (package, name below the code's root, file) of all that is installed for the functions."""
    own = [("functions", str(file.relative_to(FUNCTIONS)), file) for file in FUNCTIONS.rglob("*") if file.is_file()]
    return own + [
        (package, str(name), Path(str(name.locate())))
        for package in sorted(_closure("newswire") - IN_LAMBDA - NEVER_IMPORTED - {"newswire"})
        for name in metadata.files(package) or ()
        if Path(str(name.locate())).is_file()
    ]


def _closure(package: str) -> set[str]:
    """Return the packages that a package needs, and itself."""
    found: set[str] = set()
    asked = [(package, frozenset[str]())]
    while asked:
        name, extras = asked.pop()
        if name in found and not extras:
            continue
        found.add(name)
        for requirement in map(Requirement, metadata.requires(name) or ()):
            marker = requirement.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras or {""}):
                asked.append((re.sub(r"[-_.]+", "-", requirement.name).lower(), frozenset(requirement.extras)))
    return found


def _stripped(file: Path) -> int:
    """Return the size of a library without its debug symbols; as it is where `strip` is not installed."""
    strip = shutil.which("strip")
    if strip is None:
        return file.stat().st_size
    with tempfile.NamedTemporaryFile() as copy:
        subprocess.run([strip, "--strip-debug", "-o", copy.name, str(file)], check=True)  # noqa: S603 - own files
        return Path(copy.name).stat().st_size


def _bytecode(file: Path) -> int:
    return len(marshal.dumps(compile(file.read_bytes(), str(file), "exec"))) + 16


if __name__ == "__main__":
    print_sizes()
