"""The package for Lambda: what is in it, and that it is the same bytes each time."""

from __future__ import annotations

import hashlib
import marshal
import os
import shutil
import struct
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from infra.package import build as building
from infra.package import closure, compiler
from infra.package.build import FUNCTIONS, Package, add_functions, build, is_left_out, report, take_away
from infra.package.elf import without_symbols
from infra.package.errors import DownloadRefused, PackageError, PackageTooLarge, ToolMissing
from infra.package.packing import pack
from infra.package.target import Target
from tests.conftest import ROOT

HANDLERS = sorted(path.parent.name for path in FUNCTIONS.glob("*/handler.py"))
LEFT_OUT = building._left_out()
PATTERNS = LEFT_OUT["files"]["patterns"]
UNPACKED_IN_LAMBDA = 262_144_000

# Imports all handlers, and works where imports come late: names, quotations, a page's date.
USE_ALL = """
import importlib, sys
for name in {handlers!r}:
    importlib.import_module(name + ".handler")
from newswire.tagging.language_model import name_docs, parse
[doc] = name_docs(["The mayor of Oslo, Anna Berg, said on Monday that the port would close."])
assert "Oslo" in [entity.text for entity in doc.ents]
list(parse(["The port would close, she said."]))
from newswire.formats import FORMATS
from trafilatura import bare_extraction
page = "<html><head><title>Port</title></head><body><article><p>3 March 2026</p>" + "<p>The port closes today.</p>" * 9
bare_extraction(page + "</article></body></html>", with_metadata=True)
print("all there")
"""


@pytest.fixture(scope="module")
def target() -> Target:
    return Target.of_template()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    if not shutil.which("npm"):
        pytest.skip("packaging needs Node.js with npm, which is not installed here")
    return build(tmp_path_factory.mktemp("package") / "newswire.zip")


@pytest.mark.timeout(900)
def test_a_package_is_the_same_bytes_each_time(package: Package, tmp_path: Path) -> None:
    assert build(tmp_path / "again.zip").sha256 == package.sha256
    assert hashlib.sha256(package.path.read_bytes()).hexdigest() == package.sha256


@pytest.mark.timeout(900)
def test_the_package_holds_every_file_of_the_functions(package: Package) -> None:
    with zipfile.ZipFile(package.path) as archive:
        packed = {name: archive.read(name) for name in archive.namelist() if (FUNCTIONS / name).is_file()}
    ours = {
        path.relative_to(FUNCTIONS).as_posix(): path.read_bytes()
        for path in FUNCTIONS.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert packed == ours
    data = {"newswire/tagging/gazetteer.sqlite", "newswire/lid.176.ftz", "search/openapi.json"}
    assert data < ours.keys()


@pytest.mark.timeout(900)
def test_the_package_fits_lambda_and_its_modules_have_bytecode_that_is_never_checked(package: Package) -> None:
    assert package.unpacked < building.LIMIT < UNPACKED_IN_LAMBDA
    with zipfile.ZipFile(package.path) as archive:
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
        assert [entry.filename for entry in entries] != []
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
        header = archive.read("ingest/__pycache__/handler.cpython-313.pyc")[:16]
    # PEP 552: the magic number of Python 3.13, and the flag for a hash that is not checked.
    assert header[:8] == struct.pack("<HBBI", 3571, 0x0D, 0x0A, 0b01)
    for name in (each for each in names if each.endswith(".py")):
        folder, _, module = name.rpartition("/")
        assert f"{folder}/__pycache__/{module[:-3]}.cpython-313.pyc".lstrip("/") in names


@pytest.mark.timeout(900)
def test_the_libraries_are_for_the_platform_of_the_template(package: Package) -> None:
    aarch64 = 183  # e_machine
    with zipfile.ZipFile(package.path) as archive:
        libraries = [name for name in archive.namelist() if ".so" in Path(name).suffixes]
        assert len(libraries) > 50
        for name in libraries:
            assert struct.unpack_from("<H", archive.read(name)[:20], 18) == (aarch64,), name


@pytest.mark.timeout(900)
def test_what_is_not_imported_is_not_in_the_package(package: Package) -> None:
    with zipfile.ZipFile(package.path) as archive:
        tops = {name.split("/", 1)[0] for name in archive.namelist()}
        licences = [name for name in archive.namelist() if "dist-info" in name and "LICENSE" in name.upper()]
    assert not tops & {"grpc", "google", "boto3", "botocore", "setuptools", "bin"}
    assert len(licences) > 40


@pytest.mark.timeout(900)
def test_every_handler_works_from_the_unpacked_package_alone(tmp_path: Path) -> None:
    python = _python_313()
    if python is None or not shutil.which("npm"):
        pytest.skip("a Python 3.13 of this machine's platform and npm are needed, and are not there")
    machine = os.uname().machine
    built = build(tmp_path / "here.zip", Target("3.13", machine))
    with zipfile.ZipFile(built.path) as archive:
        archive.extractall(tmp_path / "task")
    done = subprocess.run(  # noqa: S603
        # In Lambda boto3 is the runtime's: here it is this environment's, last.
        [
            python,
            "-I",
            "-c",
            f"import sys; sys.path[:0] = [{str(tmp_path / 'task')!r}]; "
            f"sys.path.append({_boto3(tmp_path)!r}); sys.dont_write_bytecode = True\n"
            + USE_ALL.format(handlers=HANDLERS),
        ],
        capture_output=True,
        text=True,
        check=False,
        env={"NEWSWIRE_OPENSEARCH_URL": "http://127.0.0.1:1", "AWS_DEFAULT_REGION": "us-east-1"},
    )
    assert done.stdout.strip() == "all there", done.stderr


def test_every_handler_works_without_what_is_left_out(target: Target) -> None:
    whole = closure.closure(closure.dependencies(), closure.installed(), target)
    ships = closure.closure(closure.dependencies(), closure.installed(), target, LEFT_OUT["packages"])
    in_runtime = {"boto3", "botocore", "s3transfer"}
    blocked = sorted(
        top
        for name in whole - ships - in_runtime
        for top in {path.parts[0] for path in closure.installed()[name].files or [] if path.suffix == ".py"}
        if not top.endswith(".dist-info") and not top.startswith("..")
    )
    assert {"grpc", "google", "setuptools"} <= set(blocked)
    block = f"""
import sys
class LeftOut:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {blocked!r}:
            raise ModuleNotFoundError(f"{{name}} does not ship", name=name)
sys.meta_path.insert(0, LeftOut())
"""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", block + USE_ALL.format(handlers=HANDLERS)],
        capture_output=True,
        text=True,
        check=False,
        cwd=FUNCTIONS,
        env={"NEWSWIRE_OPENSEARCH_URL": "http://127.0.0.1:1", "AWS_DEFAULT_REGION": "us-east-1"},
    )
    assert done.stdout.strip() == "all there", done.stderr


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        ("spacy/lang/de/stop_words.py", True),
        ("spacy/lang/en/stop_words.py", False),
        ("spacy/lang/punctuation.py", False),
        ("numpy/_core/tests/test_api.py", True),
        ("numpy/testing/__init__.py", False),
        ("lxml/includes/etree_defs.h", True),
        ("lxml/etree.cpython-313-aarch64-linux-gnu.so", False),
        ("pydantic-2.13.5.dist-info/RECORD", True),
        ("pydantic-2.13.5.dist-info/METADATA", False),
        ("pydantic-2.13.5.dist-info/licenses/LICENSE", False),
        ("babel/locale-data/de_AT.dat", True),
        ("babel/locale-data/root.dat", False),
        ("trafilatura/settings.cfg", False),
    ],
)
def test_files_that_do_not_ship(name: str, left_out: bool) -> None:
    assert is_left_out(name, PATTERNS) is left_out


def test_every_pattern_takes_or_keeps_a_file_of_this_environment() -> None:
    files = {path.as_posix() for each in closure.installed().values() for path in each.files or []}
    files = {name.removeprefix("../../../") for name in files}
    assert [
        pattern for pattern in PATTERNS if not any(is_left_out(f, [pattern.removeprefix("!")]) for f in files)
    ] == []


def test_every_package_that_is_left_out_would_ship_otherwise(target: Target) -> None:
    whole = closure.closure(closure.dependencies(), closure.installed(), target)
    assert LEFT_OUT["packages"].keys() <= whole


def test_the_closure_goes_by_markers_and_extras_of_the_target(target: Target) -> None:
    class Installed:
        def __init__(self, *requires: str) -> None:
            self.requires = list(requires)

    packages = {
        "a": Installed('b; python_version < "3.13"', 'c; platform_machine == "aarch64"', "d[fast]", "e; extra == 'x'"),
        "c": Installed(),
        "d": Installed("f; extra == 'fast'", "a"),
        "f": Installed("g"),
        "g": Installed(),
    }
    assert closure.closure([Requirement("a")], packages, target) == {"a", "c", "d", "f", "g"}  # type: ignore[arg-type]
    assert closure.closure([Requirement("a")], packages, target, ["f"]) == {"a", "c", "d"}  # type: ignore[arg-type]
    with pytest.raises(PackageError, match="e ships but is not installed"):
        closure.closure([Requirement("a[x]")], packages, target)  # type: ignore[arg-type]


def test_the_lock_names_one_version_for_the_target(target: Target) -> None:
    here = closure.locked(Target("3.11", "x86_64"))
    there = closure.locked(target)
    assert here["numpy"].version != there["numpy"].version
    assert all("--hash=sha256:" in package.text for package in there.values())


def test_a_library_ends_with_its_last_segment() -> None:
    segment = struct.pack("<IIQQQQQQ", 1, 5, 0, 0, 0, 200, 200, 4096)
    head = bytearray(b"\x7fELF\x02\x01" + bytes(58))
    struct.pack_into("<QQ", head, 32, 64, 4000)
    struct.pack_into("<HHHHH", head, 54, 56, 1, 64, 9, 8)
    library = bytes(head) + segment
    library += bytes(200 - len(library)) + b"debug information"
    short = without_symbols(library)
    assert len(short) == 200
    assert struct.unpack_from("<Q", short, 40) == (0,)
    assert struct.unpack_from("<HHH", short, 58) == (0, 0, 0)
    assert short[64:] == library[64:200]
    assert without_symbols(b"no library") == b"no library"
    assert without_symbols(short) == short


def test_packing_is_sorted_fixed_and_compiled(tmp_path: Path) -> None:
    code = tmp_path / "code"
    (code / "b").mkdir(parents=True)
    (code / "b" / "two.py").write_text("X = {'a', 'b'}\n")
    (code / "a.txt").write_text("data")
    (code / "a.txt").chmod(0o600)
    for name in ("one.zip", "two.zip"):
        pack(str(code), str(tmp_path / name))
        os.utime(code / "a.txt", (1, 1))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        names = archive.namelist()
        compiled = marshal.loads(archive.read(names[2])[16:])  # noqa: S302
    assert names[:2] == ["a.txt", "b/two.py"]
    assert compiled.co_filename == "/var/task/b/two.py"


def test_what_tools_leave_behind_is_not_copied(tmp_path: Path) -> None:
    functions = tmp_path / "functions"
    for name in ("ingest/handler.py", "ingest/__pycache__/handler.pyc", ".mypy_cache/x.json", "newswire/data.tsv"):
        (functions / name).parent.mkdir(parents=True, exist_ok=True)
        (functions / name).write_text("x")
    add_functions(tmp_path / "code", functions)
    copied = {
        path.relative_to(tmp_path / "code").as_posix() for path in (tmp_path / "code").rglob("*") if path.is_file()
    }
    assert copied == {"ingest/handler.py", "newswire/data.tsv"}


def test_what_is_taken_away_goes_by_the_patterns(tmp_path: Path) -> None:
    for name in ("p/tests/test_a.py", "p/a.py", "p/a.pyi", "p/lib.so.3"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    take_away(tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["a.py", "lib.so.3"]


def test_a_package_over_the_limit_is_refused_with_its_largest_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "install", lambda folder, _: (folder / "big").mkdir(parents=True))
    monkeypatch.setattr(
        building, "add_functions", lambda folder: (folder / "big" / "data").write_bytes(bytes(2_000_000))
    )
    monkeypatch.setattr(building, "LIMIT", 1_000_000)
    monkeypatch.setattr(compiler, "pack", lambda folder, output, _: pack(str(folder), str(output)))
    with pytest.raises(PackageTooLarge, match=r"is 2 MB unpacked, the limit is 1 MB; the largest parts: big 2 MB"):
        build(tmp_path / "out.zip", Target("3.13", "aarch64"))
    assert not (tmp_path / "out.zip").exists()


def test_another_python_than_the_compilers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=r"runs Python 3\.14 but packages are compiled by 3\.13"):
        compiler.pack(tmp_path, tmp_path / "x.zip", Target("3.14", "aarch64"))


def test_without_node_one_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(ToolMissing, match=r"^packaging needs node: install Node\.js 18 or newer with npm$"):
        compiler.pack(tmp_path, tmp_path / "x.zip", Target("3.13", "aarch64"))


def test_an_interpreter_that_is_not_the_locked_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def npm(command: list[str], what: str, seconds: float) -> None:
        (Path(command[-1]) / f"pyodide-{compiler._VERSION}.tgz").write_bytes(b"another")

    monkeypatch.setattr(compiler, "_run", npm)
    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr("platformdirs.user_cache_path", lambda _: tmp_path)
    with pytest.raises(DownloadRefused, match="refused and deleted"):
        compiler.pack(tmp_path, tmp_path / "x.zip", Target("3.13", "aarch64"))
    assert list((tmp_path / "packaging").iterdir()) == []


def test_the_report_names_the_largest_parts_and_the_limit(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(bytes(1000))
    text = report(Package(tmp_path / "x.zip", "abc", Counter({"numpy": 40_000_000, "spacy": 60_000_000})))
    assert text.splitlines()[0].split() == ["60.0", "MB", "spacy"]
    assert "100.0 MB  unpacked, of at most 230 MB" in text
    assert text.endswith("sha256 abc")


def _python_313() -> str | None:
    """A Python 3.13 of this machine, if there is one."""
    uv = Path(sys.executable).with_name("uv")
    found = [shutil.which("python3.13"), *map(str, Path.home().glob(".pyenv/versions/3.13.*/bin/python"))]
    for python in [path for path in found if path]:
        done = subprocess.run(  # noqa: S603
            [python, "-c", "import sys; print(sys.version_info[:2])"], capture_output=True, check=False
        )
        if done.stdout.strip() == b"(3, 13)":
            return python
    command = [str(uv), "python", "find", "--no-python-downloads", "3.13"]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    return done.stdout.decode().strip() or None


def _boto3(folder: Path) -> str:
    """A folder with what Lambda's runtime brings, and nothing else."""
    runtime = folder / "runtime"
    runtime.mkdir()
    for name in ("boto3", "botocore", "s3transfer"):
        (runtime / name).symlink_to(next(ROOT.glob(f".venv/lib/python*/site-packages/{name}")))
    return str(runtime)
