"""What the tests share: a home of their own, the command line in this process, and two datasets."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from typer.testing import CliRunner, Result

from minewatch import load, store
from minewatch.query import Facts

# How long an example takes says nothing on a machine that others share
settings.register_profile("minewatch", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", settings.get_profile("minewatch"), max_examples=25)
settings.register_profile("thorough", settings.get_profile("minewatch"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "minewatch"))

ROOT = Path(__file__).parent.parent
HARBOUR = Path(__file__).parent / "data" / "harbour"
COURIER = ROOT / "examples" / "courier"
TODAY = "2026-11-24"
SERVING = ("mcp",)
"""Commands that answer no question, and wait for a client: as processes only."""

Run = Callable[..., Result]
Loaded = Callable[..., set[str]]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what permissions must bind for whoever they bind nothing for."""
    if item.get_closest_marker("unprivileged") and (os.name != "posix" or os.geteuid() == 0):
        pytest.skip("permissions bind nothing here; run it as an ordinary user")


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home folder that no test shares with the user, with a cache that all tests share."""
    folder = tmp_path_factory.mktemp("home")
    before = dict(os.environ)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "SOURCE_DATE_EPOCH"):
        os.environ.pop(name, None)
    os.environ |= {"HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}
    yield folder
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def run() -> Run:
    """Run a command line in this process, as on a fixed day."""

    def invoke(*words: str, env: dict[str, str] | None = None) -> Result:
        from minewatch.cli import app

        return CliRunner().invoke(app, words, env={"SOURCE_DATE_EPOCH": "1795478400"} | (env or {}))

    return invoke


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Return the names of the modules that a command line loads, in a process of its own and as from a wheel."""
    folder = tmp_path_factory.mktemp("installed")
    shutil.copytree(ROOT / "src" / "minewatch", folder / "minewatch")
    store.write(ROOT / "data", folder / "minewatch" / "bundled.sqlite")
    code = (
        "import sys, atexit; from minewatch.cli import app;"
        "atexit.register(lambda: print(' '.join(sys.modules), file=sys.stderr)); app()"
    )

    def load(*words: str, env: dict[str, str] | None = None) -> set[str]:
        result = subprocess.run(
            [sys.executable, "-c", code, *words], capture_output=True, encoding="utf-8", check=True,
            env=os.environ | {"PYTHONPATH": str(folder), "PYTHONUTF8": "1"} | (env or {}),
        )  # fmt: skip
        return set(result.stderr.splitlines()[-1].split())

    return load


def screen(controller: int, child: subprocess.Popen[str]) -> str:
    """Return all that a terminal shows until `child`, whose end of it is the only one, has ended; close it."""
    shown = b""
    # Linux can say that the other end is closed when what was written just before is still on its way
    for _ in "a child that writes", "what was left by one that has ended":
        with suppress(OSError):  # Linux's word for the end of a terminal
            while part := os.read(controller, 65536):
                shown += part
        child.wait()
    os.close(controller)
    return shown.decode().replace("\r\n", "\n")


def wheel(folder: Path, path: Path) -> Path:
    """Write a wheel to `path` with the dataset in `folder`, and with what else a wheel has."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("minewatch/__init__.py", "")
        archive.writestr("minewatch/data/README.md", "# The data")
        for file in sorted(folder.rglob("*.yaml")):
            archive.write(file, f"minewatch/data/{file.relative_to(folder).as_posix()}")
    return path


@pytest.fixture
def named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, with the files that the examples name; the dataset of the article among them is loaded."""
    article = (COURIER / "article.txt").read_text(encoding="utf-8")
    (tmp_path / "article.txt").write_text(article, encoding="utf-8")
    (tmp_path / "saved-page.html").write_text(
        "<!DOCTYPE html>" + "".join(f"<p>{line}</p>" for line in article.splitlines()), encoding="utf-8"
    )
    shutil.copytree(COURIER, tmp_path / "earlier")
    for name in ("before", "data"):
        (tmp_path / name).symlink_to(ROOT / "data")
    wheel(ROOT / "data", tmp_path / "minewatch-0.1.0-py3-none-any.whl")
    monkeypatch.setenv("MINEWATCH_DATA", str(COURIER))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def unruled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let in what a rule refuses: what is written of a dataset must be safe whatever was in it."""
    monkeypatch.setattr("minewatch.check.RULES", ())


@pytest.fixture
def facts() -> Iterator[Facts]:
    """The bundled dataset."""
    with load() as opened:
        yield opened


@pytest.fixture
def harbour() -> Iterator[Facts]:
    """A small dataset on something else."""
    with Facts(store.open_folder(HARBOUR)) as opened:
        yield opened
