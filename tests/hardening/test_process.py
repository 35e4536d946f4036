"""The process in bad surroundings: interrupted, without an output, without a home, with odd variables."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import COURIER, HARBOUR, ROOT, Run, wheel

from minewatch import __main__
from minewatch.cli import COMMANDS
from minewatch.errors import ExitCode
from minewatch.export import TARGETS

PROGRAM = [sys.executable, "-m", "minewatch"]
DAY = {"SOURCE_DATE_EPOCH": "1795478400"}
# Unbuffered, nothing would be left to be written at the end
BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"} | DAY
posix = pytest.mark.skipif(os.name != "posix", reason="signals and descriptors as POSIX has them")


def process(*words: str | bytes, options: tuple[str, ...] = (), **env: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, *options, "-m", "minewatch", *words]
    return subprocess.run(command, capture_output=True, check=False, timeout=60, env=os.environ | DAY | env)


# Ctrl-C

INTERRUPTED = """
import os, signal, sys
from minewatch import __main__, store

calls, counting, sent = 0, False, False

def counted(frame, event, argument):
    global calls, counting, sent
    if frame.f_code is {within}.__code__:
        counting = event != "return"
    calls += counting
    # In callbacks of its own importing Python takes no exception from anybody
    if counting and not sent and 0 < {at} <= calls and frame.f_globals["__name__"] != "importlib._bootstrap":
        sent = True
        os.kill(os.getpid(), signal.SIGINT)

# Whoever runs this in the background may ignore interrupts, and hands that on
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.argv[0] = "minewatch"
if "{within}" == "store._compile_large":
    store.LARGE = -1
leave = os._exit
os._exit = lambda code: (sys.setprofile(None), sent or print(calls, file=sys.stderr), leave(code))
sys.setprofile(counted)
__main__.main()
"""
"""The program, interrupted at its call of that number; or, if it comes to none, with the number of its calls."""


def interrupted(at: int, within: str, words: Sequence[str], cache: Path) -> subprocess.CompletedProcess[bytes]:
    environment = {"XDG_CACHE_HOME": str(cache), "TMPDIR": str(cache.parent / "scratch")}
    return subprocess.run(
        [sys.executable, "-c", INTERRUPTED.format(at=at, within=within), *words],
        capture_output=True, check=False, timeout=120, env=os.environ | DAY | environment,
    )  # fmt: skip


@posix
@pytest.mark.parametrize(
    ("words", "within", "most"),
    [
        (("country", "--data", str(HARBOUR), "--no-bundled"), "__main__._run", 20),
        (("country", "--data", str(HARBOUR), "--no-bundled"), "store._save", 30),
        (("country", "--data", str(HARBOUR), "--no-bundled"), "store._compile_large", 20),
        (("diff", "{wheel}", str(HARBOUR), "--json"), "__main__._run", 20),
    ],
    ids=["compiling", "writing", "in parts", "unpacking"],
)
def test_an_interrupt_at_any_point_is_130_without_a_word_or_a_file(
    tmp_path: Path, words: tuple[str, ...], within: str, most: int
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    built = wheel(HARBOUR, tmp_path / "minewatch-1-py3-none-any.whl")
    words = tuple(word.format(wheel=built) for word in words)
    whole = interrupted(0, within, words, tmp_path / "whole")
    assert whole.returncode == 0, whole.stderr
    calls = int(whole.stderr.split()[-1])
    for at in range(1, calls + 1, max(calls // most, 1)):
        cache = tmp_path / f"cache{at}"
        result = interrupted(at, within, words, cache)
        if result.returncode == 0:
            # How often it looks after its processes is not the same each time
            assert calls * 0.99 < int(result.stderr) < at
            break
        assert (result.returncode, result.stderr) == (130, b""), (at, calls, result.stderr)
        assert [*cache.rglob(".*"), *scratch.rglob("*")] == [], (at, calls)


def test_the_code_for_an_interrupt_is_that_of_the_list() -> None:
    assert ExitCode.INTERRUPTED == __main__._INTERRUPTED


def test_an_interrupt_that_python_made_another_error_of_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    codes: list[int] = []

    def wrapped() -> int:
        raise RuntimeError("Error calling __set_name__") from KeyboardInterrupt()

    monkeypatch.setattr(__main__, "_run", wrapped)
    monkeypatch.setattr(os, "_exit", codes.append)
    __main__.main()
    assert codes == [130]

    def another() -> int:
        raise RuntimeError("something else")

    monkeypatch.setattr(__main__, "_run", another)
    with pytest.raises(RuntimeError, match="something else"):
        __main__.main()


# Nowhere to write

WRITING = [
    ["--version"], ["--help"], ["country", "--help"], ["--show-completion", "bash"], ["schema"], ["check", str(HARBOUR)],
    *(["country", "poland", "--format", name] for name in ("table", "json", "jsonl", "csv", "md")),
    *(["cite", "belma", "--format", name] for name in ("plain", "bibtex", "csl", "ris")), ["country", "sweden", "--json"],
]  # fmt: skip


LIMITED = (
    "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    " resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)); from minewatch.__main__ import main; main()"
)


@posix
@pytest.mark.parametrize("format_", TARGETS)
def test_a_file_that_finds_no_room_is_an_error_line_and_no_file(tmp_path: Path, format_: str) -> None:
    command = [sys.executable, "-c", LIMITED, "export", format_, "-o", str(tmp_path / "out")]
    result = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    done = result.returncode == 0
    assert not done or format_ not in ("xlsx", "sqlite", "html", "jsonl"), "these have no room"
    assert done or (result.returncode, list(tmp_path.iterdir())) == (4, [])
    assert result.stderr.count("\n") == (0 if done else 1), result.stderr
    assert result.stderr.startswith("" if done else "minewatch: ")


@pytest.mark.parametrize(
    "words", [("claim", "--data", "no\nsuch"), ("cite", "belma", "--format", "a\nb"), ("verify", "x\ny")]
)
def test_an_error_is_one_line_whatever_was_typed(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code in (2, 4)
    assert result.stderr.count("\n") == 1
    assert "\\n" in result.stderr


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full on this system")
@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_a_full_disk_is_an_error_line_whatever_is_printed(words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        result = subprocess.run([*PROGRAM, *words], stdout=full, stderr=subprocess.PIPE, check=False, env=BUFFERED)
    assert (result.returncode, result.stderr) == (4, b"minewatch: output: No space left on device\n")


@posix
@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_a_closed_output_is_an_error_line_whatever_is_printed(words: list[str]) -> None:
    result = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *PROGRAM, *words], stderr=subprocess.PIPE, check=False, timeout=60
    )
    assert result.returncode == 4
    assert result.stderr == b"minewatch: standard output is closed; there is nowhere to write the answer\n"


@posix
@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_a_reader_that_goes_away_is_met_with_silence_whatever_is_printed(words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        result = subprocess.run([*PROGRAM, *words], stdout=writing, stderr=subprocess.PIPE, check=False, env=BUFFERED)
    finally:
        os.close(writing)
    if words[1:2] == ["sweden"]:  # which is told whether or not somebody reads the answer
        assert (result.returncode, result.stderr.count(b"\n")) in ((0, 0), (1, 1))
    else:
        assert (result.returncode, result.stderr) == (0, b"")


# No home, and odd variables

ODD = {
    "no home": {"HOME": "/nonexistent", "XDG_CACHE_HOME": ""},
    "no absolute path": {"XDG_CACHE_HOME": "cache"},
    "a home that is no path": {"HOME": "\udcff", "XDG_CACHE_HOME": ""},
    "a cache that is a file": {"XDG_CACHE_HOME": str(ROOT / "README.md")},
    "a cache that is no folder": {"XDG_CACHE_HOME": "/dev/null"},
    "a cache that is nowhere": {"XDG_CACHE_HOME": "/proc/none"},
    "a name too long": {"XDG_CACHE_HOME": str(ROOT / ("x" * 5000))},
    "a name of no file system": {"XDG_CACHE_HOME": str(ROOT / ("x" * 300))},
}


@posix
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_without_a_place_for_the_cache_the_answer_is_the_same(tmp_path: Path, odd: dict[str, str]) -> None:
    usual = process("country", "ruritania", "--data", str(HARBOUR), "--json")
    result = subprocess.run(
        [*PROGRAM, "country", "ruritania", "--data", str(HARBOUR), "--json"], capture_output=True, check=False,
        cwd=tmp_path, env=os.environ | DAY | odd,
    )  # fmt: skip
    assert (result.returncode, result.stdout, result.stderr) == (0, usual.stdout, b"")
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_user_without_an_entry_or_a_home_is_answered(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in ("HOME", "XDG_CACHE_HOME")} | DAY
    code = (
        "import pwd\ndef unknown(*_): raise KeyError('getpwuid(): uid not found')\n"
        "pwd.getpwuid = pwd.getpwnam = unknown\nfrom minewatch.__main__ import main\nmain()"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, "country", "ruritania", "--data", str(HARBOUR), "--no-bundled"],
        capture_output=True, check=False, env=environment, cwd=tmp_path,
    )  # fmt: skip
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.startswith(b"Ruritania")
    assert list(tmp_path.iterdir()) == [], "a folder called ~ is nobody's home"


# Encodings, and Python's own options


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "cp437", "utf-16"])
@pytest.mark.parametrize("format_", ["table", "json", "jsonl", "csv", "md"])
def test_every_encoding_is_served_and_loses_nothing_in_json(encoding: str, format_: str) -> None:
    import json

    words = ("entity", "ukraine", "zalewski", "--format", format_)
    result = process(*words, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (result.returncode, result.stderr) == (0, b"")
    text = result.stdout.decode(encoding)
    usual = process(*words, PYTHONIOENCODING="utf-8").stdout.decode()
    if format_ in ("json", "jsonl"):
        lines = [text], [usual]
        read, known = (
            [json.loads(line) for whole in given for line in ([whole] if format_ == "json" else whole.splitlines())]
            for given in lines
        )
        assert read == known
    else:
        assert "Ukraine" in text
        assert encoding == "utf-16" or "\\u0423" in text, "what it cannot show has a visible form"


@pytest.mark.parametrize(
    "command", [command for command in COMMANDS if command not in ("verify", "cite", "search", "diff", "check")]
)
def test_no_answer_rests_on_an_assertion(command: str) -> None:
    """`python -O` leaves them out."""
    assert (
        process(command, "--today", "2026-01-01", options=("-O",)).stdout
        == process(command, "--today", "2026-01-01").stdout
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["verify", str(COURIER / "article.txt"), "--data", str(COURIER), "--no-bundled"], 0),
        (["verify", str(COURIER / "courier.yaml"), "--data", str(COURIER), "--no-bundled"], 5),
        (["check", str(COURIER)], 0),
        (["cite", "belma"], 0),
        (["search", '"AND" zeppelin'], 1),
        (["diff", str(COURIER), str(COURIER)], 0),
    ],
)
def test_a_verdict_is_the_same_without_assertions(words: list[str], code: int) -> None:
    plain, optimised = process(*words), process(*words, options=("-O",))
    assert (plain.returncode, optimised.returncode) == (code, code), plain.stderr
    assert optimised.stdout == plain.stdout


@posix
def test_completion_is_silent_whatever_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text("claims: [{id: $(touch x)}]\n" + "[" * 10_000)
    for data in (tmp_path, tmp_path / "none", tmp_path / "d.yaml"):
        for words in (["minewatch", "claim", ""], ["minewatch", "claim", "--data", "$(touch x)", ""]):
            asked = {
                "_MINEWATCH_COMPLETE": "complete_bash",
                "COMP_WORDS": "\n".join(words),
                "COMP_CWORD": str(len(words) - 1),
            }
            result = subprocess.run(
                PROGRAM, capture_output=True, check=False, cwd=tmp_path,
                env=os.environ | asked | {"MINEWATCH_DATA": str(data)},
            )  # fmt: skip
            assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    assert not (tmp_path / "x").exists()


def test_what_is_offered_is_a_slug_whatever_the_dataset_holds() -> None:
    import re

    from minewatch.cli import completion

    for kind in ("source", "claim", "quote", "gap", "entity"):
        for ident in completion.records(kind)(""):
            assert re.fullmatch(r"[a-z0-9-]+", ident)
