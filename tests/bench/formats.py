"""How fast deliveries become stories, one at a time on one core: `python -m tests.bench.formats`.

Measures `newswire.formats.parse`, so normalising is in it, on generated items of 500 words; then every file under
100 KB of the samples. Times are those of the processor: what else runs does not count. The package newsmlg2 parses the
same NewsML-G2 items in the same run, where it is installed; it is not in the lock, so give it a place of its own:

    python3 -m venv /tmp/newsmlg2 && uv pip install --python /tmp/newsmlg2/bin/python newsmlg2==1.1
    python -m tests.bench.formats --newsmlg2-python /tmp/newsmlg2/bin/python
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

from newswire.delivery import Delivery
from newswire.errors import DeliveryError, UnknownFormat
from newswire.formats import parse
from tests.bench.wire_items import CATALOG, Item, make_item, newsml_g2, ninjs, nitf

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT.parent / "shared" / "samples"
GENERATED: dict[str, Callable[[Item], bytes]] = {"NewsML-G2": newsml_g2, "NITF": nitf, "ninjs": ninjs}
WANTED = {"NewsML-G2": 400, "NITF": 400, "ninjs": 800}
"""Items a second that a format must reach."""

SMALL = 100 * 1024
"""Bytes; a file of fewer takes MAX_MILLISECONDS at most."""

MAX_MILLISECONDS = 50
_NOT_WIRE = {".jpg", ".jpeg", ".png", ".gif", ".mp3", ".mp4", ".zip", ".py", ".md"}


class Sample(NamedTuple):
    """What one file of the samples takes."""

    milliseconds: float
    path: Path
    outcome: str


def main() -> None:
    """Print the tables."""
    options = _options()
    items = [make_item(number) for number in range(options.items)]
    print(f"{'items of 500 words':26}{'items/s':>9}{'p50 ms':>9}{'p95 ms':>9}  wanted")
    for name, write in GENERATED.items():
        spent = _parse_all([write(item) for item in items])
        _print_row(name, spent, f"{WANTED[name]}/s" if spent else "not registered")
    bodies = [newsml_g2(item) for item in items]
    bare = [body.replace(CATALOG.encode(), b"") for body in bodies]
    for name, given in {"package newsmlg2 1.1": bodies, "  without catalogRef": bare}.items():
        spent = _newsmlg2(options.newsmlg2_python, given)
        _print_row(name, spent, "parsing alone: slower than NewsML-G2" if spent else "not installed, see --help")
    _print_samples(options.samples)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=400, help="generated items of each format (400)")
    parser.add_argument("--samples", type=Path, default=SAMPLES, help=f"folder of sample files ({SAMPLES})")
    parser.add_argument("--newsmlg2-python", default=sys.executable, help="the Python that newsmlg2 is installed for")
    return parser.parse_args()


def _parse_all(bodies: list[bytes]) -> list[float]:
    """Return the milliseconds of each delivery; none where no format takes them."""
    try:
        _parse(bodies[0])  # what is loaded once is not measured
    except UnknownFormat:
        return []
    return [_milliseconds(body)[0] for body in bodies]


def _milliseconds(body: bytes) -> tuple[float, str]:
    started = time.process_time()
    try:
        outcome = f"{_parse(body)} stories"
    except DeliveryError as error:
        outcome = type(error).__name__
    return (time.process_time() - started) * 1000, outcome


def _parse(body: bytes) -> int:
    return len(parse(Delivery(id="d1", body=body, received=datetime.now(UTC))))


def _newsmlg2(python: str, bodies: list[bytes]) -> list[float]:
    """Return the milliseconds that the package newsmlg2 takes for each item; none where it is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, f"{number}.xml") for number, _ in enumerate(bodies)]
        for file, body in zip(files, bodies, strict=True):
            file.write_bytes(body)
        command = [python, str(Path(__file__).with_name("newsmlg2_package.py")), *map(str, files)]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own script
    if answer.returncode != 0:
        return []
    spent: list[float] = json.loads(answer.stdout)
    return spent


def _print_row(name: str, spent: list[float], remark: str) -> None:
    if not spent:
        print(f"{name:26}{'-':>9}{'-':>9}{'-':>9}  {remark}")
        return
    cuts = quantiles(spent, n=20)
    print(f"{name:26}{1000 * len(spent) / sum(spent):9.0f}{cuts[9]:9.2f}{cuts[18]:9.2f}  {remark}")


def _print_samples(folder: Path) -> None:
    samples = sorted(_samples(folder), reverse=True)
    if not samples:
        print(f"\nno samples in {folder}: name their folder with --samples")
        return
    over = sum(sample.milliseconds > MAX_MILLISECONDS for sample in samples)
    print(
        f"\n{len(samples)} samples under {SMALL // 1024} KB, {over} over {MAX_MILLISECONDS} ms; the slowest, best of 3:"
    )
    for milliseconds, path, outcome in samples[:10]:
        print(f"{milliseconds:9.2f} ms {path.stat().st_size / 1024:6.1f} KB  {outcome:20} {path.relative_to(folder)}")


def _samples(folder: Path) -> Iterator[Sample]:
    for path in folder.rglob("*"):
        if path.is_file() and path.stat().st_size < SMALL and path.suffix.lower() not in _NOT_WIRE:
            body = path.read_bytes()
            yield Sample(
                *min((milliseconds, path, outcome) for milliseconds, outcome in map(_milliseconds, [body] * 3))
            )


if __name__ == "__main__":
    main()
