"""Completion: what a shell is offered for a command line, by the protocol and in the shells themselves."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Run

from minewatch import contract, model
from minewatch.cli import COMMANDS, completion
from minewatch.cli.shells import SCRIPTS
from minewatch.query import Facts
from minewatch.render import CITATIONS, FORMATS

PROGRAM = [sys.executable, "-m", "minewatch"]

Offer = Callable[..., list[str]]


def asking(shell: str, line: str) -> dict[str, str]:
    """Return the environment in which `shell` asks how `line` may go on."""
    asked = {"_MINEWATCH_COMPLETE": f"complete_{shell}"}
    if shell != "bash":
        return asked | {"_TYPER_COMPLETE_ARGS": line}
    words = line.split(" ")
    return asked | {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}


@pytest.fixture
def offer(run: Run) -> Offer:
    """Ask in this process, as bash does."""

    def asked(line: str) -> list[str]:
        result = run(env=asking("bash", line))
        assert (result.exit_code, result.stderr) == (0, "")
        return result.stdout.splitlines()

    return asked


# The protocol


@pytest.mark.parametrize("shell", SCRIPTS)
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("minewatch country po", ["poland"]),
        ("minewatch quote z", ["zakrzewski", "zalewski"]),
        ("minewatch timeline --about bel", ["belarus", "belma"]),
        ("minewatch timeline --about=bel", ["--about=belarus", "--about=belma"]),
        ("minewatch timeline --topic s", ["stockpile", "security"]),
        ("minewatch country latvia -f j", ["json", "jsonl"]),
        ("minewatch ti", ["timeline"]),
        ("minewatch timeline --un", ["--until"]),
        ("minewatch --show-completion ", list(SCRIPTS)),
        ("minewatch country zz", []),
        ("minewatch frob ", []),
    ],
)
def test_a_shell_is_offered_what_may_come_next(shell: str, line: str, offered: list[str]) -> None:
    result = subprocess.run(
        PROGRAM, capture_output=True, check=True, encoding="utf-8", env=os.environ | asking(shell, line)
    )
    assert (result.stdout.splitlines(), result.stderr) == (offered, "")


def test_every_command_is_offered(offer: Offer) -> None:
    assert offer("minewatch ") == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_a_command_is_offered(run: Run, offer: Offer, command: str) -> None:
    shown = run(command, "--help").stdout
    offered = offer(f"minewatch {command} -")
    assert {"--help", "-h"} <= set(offered)
    assert all(name in shown for name in offered)


def test_bash_takes_an_option_and_its_value_apart(offer: Offer) -> None:
    assert offer("minewatch timeline --about = bel") == ["belarus", "belma"]
    assert offer("minewatch timeline --about =") == offer("minewatch timeline --about ")


def test_nothing_is_an_option_after_two_dashes(offer: Offer) -> None:
    assert offer("minewatch country -- --f") == []
    assert offer("minewatch country -- po") == ["poland"]


def test_a_quote_that_is_still_open_is_no_obstacle(offer: Offer) -> None:
    assert offer('minewatch country "po') == ["poland"]
    assert offer("minewatch country 'united-") == ["united-states"]


def test_only_ids_are_offered(offer: Offer, facts: Facts) -> None:
    entities = facts.entities().entities
    assert offer("minewatch country ") == sorted(e.id for e in entities if e.kind == "country")
    assert offer("minewatch timeline --about ") == sorted(e.id for e in entities)
    for speaker in offer("minewatch quote "):
        assert facts.speakers_named([speaker])[0].id == speaker


def test_each_kind_of_record_can_be_offered(facts: Facts) -> None:
    offered = {kind: completion.records(kind)("") for kind in ("source", "claim", "quote", "gap", "entity")}
    assert offered["claim"] == sorted(claim.id for claim in facts.claims().claims)
    assert offered["source"] == sorted(source.id for source in facts.sources().sources)
    assert offered["entity"] == completion.entities("")
    assert offered["quote"]
    assert offered["gap"]
    first = offered["claim"][0]
    assert completion.records("claim")(first) == [i for i in offered["claim"] if i.startswith(first)]


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("minewatch claim --topic ", model.TOPICS), ("minewatch claim --status ", model.STATUSES),
        ("minewatch claim --basis ", model.CLAIM_BASES), ("minewatch entity --kind ", model.KINDS),
        ("minewatch search --kind ", model.SORTS), ("minewatch country -f ", tuple(FORMATS)),
        ("minewatch cite -f ", tuple(CITATIONS)), ("minewatch schema ", (*(c for c in COMMANDS if c in contract.ANSWERS), "dataset")),
    ],
)  # fmt: skip
def test_every_word_of_a_fixed_set_is_offered(offer: Offer, line: str, known: tuple[str, ...]) -> None:
    assert offer(line) == list(known)


def test_too_many_to_list_are_not_offered_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minewatch.scopes._LISTED", 2)
    assert completion.countries("l") == ["latvia", "lithuania"]
    assert completion.countries("") == []


def test_a_name_is_no_pattern() -> None:
    assert completion.countries("%") == []
    assert completion.countries("_oland") == []


@pytest.mark.parametrize("shell", SCRIPTS)
@pytest.mark.parametrize("line", ["--data {} posts-", "--data={} posts-", "--data ~/wire posts-", "posts-"])
def test_the_datasets_of_the_line_or_of_the_environment_are_looked_in(tmp_path: Path, shell: str, line: str) -> None:
    wire = ROOT / "examples" / "wire"
    (tmp_path / "wire").symlink_to(wire)
    environment = os.environ | asking(shell, f"minewatch claim {line.format(wire)}") | {"HOME": str(tmp_path)}
    if "--data" not in line:
        environment["MINEWATCH_DATA"] = str(wire)
    result = subprocess.run(PROGRAM, capture_output=True, check=True, encoding="utf-8", env=environment)
    assert (result.stdout.splitlines(), result.stderr) == (["posts-3000"], "")


@pytest.mark.parametrize("content", [None, "claims: 1"], ids=["no dataset", "a broken one"])
def test_what_is_wrong_with_the_dataset_is_not_said_here(
    offer: Offer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    from minewatch import store

    if content:
        (tmp_path / "d.yaml").write_text(content, encoding="utf-8")
    folder = tmp_path if content else tmp_path / "none"
    monkeypatch.setattr("minewatch.store.open_bundled", lambda: store.open_folder(folder))
    assert offer("minewatch country po") == []
    assert offer("minewatch country --format m") == ["md"]


def test_who_asks_in_another_way_is_told(run: Run) -> None:
    result = run(env={"_MINEWATCH_COMPLETE": "complete_tcsh"})
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "minewatch: _MINEWATCH_COMPLETE is 'complete_tcsh'; completion is for bash, zsh, fish\n"
    result = run(env={"_MINEWATCH_COMPLETE": "complete_bash"})
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize("command", COMMANDS)
def test_completing_loads_no_more_than_it_needs(command: str) -> None:
    code = (
        "import sys; from minewatch.cli import app\ntry: app()\nfinally: print(' '.join(sys.modules), file=sys.stderr)"
    )
    line = f"minewatch {command} --about po"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8",
        env=os.environ | asking("bash", line),
    )  # fmt: skip
    loaded = set(result.stderr.splitlines()[-1].split())
    assert f"minewatch.cli.{command}" in loaded
    assert not loaded & {"yaml", "rich", "pydantic", "minewatch.query", "minewatch.shapes", "minewatch.view"}


# Where a file is wanted


def test_files_are_left_to_the_shell() -> None:
    import typer

    from minewatch.cli.offers import offered

    app = typer.Typer()
    app.callback()(lambda: None)

    @app.command()
    def read(path: str = typer.Argument(autocompletion=completion.files)) -> None: ...

    assert list(offered(typer.main.get_command(app), ["read"], "some")) == [":files"]  # type: ignore[arg-type]


# The scripts


@pytest.mark.parametrize("shell", SCRIPTS)
def test_a_script_is_printed(run: Run, shell: str) -> None:
    result = run("--show-completion", shell)
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"complete_{shell}" in result.stdout


def test_a_script_for_another_shell_is_not(run: Run) -> None:
    result = run("--show-completion", "tcsh")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "minewatch: there is no completion for 'tcsh'; there is for bash, zsh, fish\n"


# The shells


@pytest.fixture
def bin_(tmp_path: Path) -> Path:
    """A folder with the program in it, and one to be in with files that must not be offered."""
    program = tmp_path / "bin" / "minewatch"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.join(PROGRAM)} "$@"\n')
    program.chmod(0o755)
    (tmp_path / "poland.txt").touch()
    (tmp_path / "zz.txt").touch()
    return program.parent


def session(bin_: Path, shell: str, script: str, *options: str) -> str:
    """Return what `shell` prints that runs `script` with the program at hand."""
    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"{shell} is not installed")
    result = subprocess.run(
        [path, *options, "-c", script], capture_output=True, check=False, encoding="utf-8", timeout=60,
        cwd=bin_.parent, env=os.environ | {"PATH": f"{bin_}:{os.environ['PATH']}", "TERM": "dumb"},
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    return result.stdout


BASH = """
source <(minewatch --show-completion bash)
complete -p minewatch
press() {
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _minewatch "$1" "${@: -1}" "${@: -2:1}"
    echo "${COMPREPLY[*]}"
}
press minewatch country po
press minewatch country zz
press minewatch timeline --about = belm
press bin/minewatch quote z
"""


def test_bash_completes(bin_: Path) -> None:
    assert session(bin_, "bash", BASH, "--norc").splitlines() == [
        "complete -F _minewatch minewatch",
        "poland",
        "",
        "belma",
        "zakrzewski zalewski",
    ]


# A line is typed with a tab after it, and what stands then is read once the word that is looked for is there
ZSH = """
zmodload zsh/zpty
zpty typed zsh -f -i
zpty -w typed 'PS1=; {set_up}; unsetopt prompt_cr; echo re""ady'
zpty -r -m typed shown '*ready*'
for line word in 'minewatch country po' poland 'minewatch timeline --about=belm' --about=belma \\
    'bin/minewatch quote zal' zalewski; do
    zpty -n -w typed "$line"$'\\t'
    zpty -r -m typed shown "*$word*"
    zpty -n -w typed $'\\x15'
    print found $word
done
zpty -n -w typed $'minewatch country zz\\t\\C-uecho no""thing\\n'
zpty -r -m typed shown '*nothing*'
[[ $shown == *zz.txt* ]] || print no file
zpty -d typed
"""


@pytest.mark.parametrize(
    "set_up",
    [
        "autoload -Uz compinit; compinit -u -D; source <(minewatch --show-completion zsh)",
        "minewatch --show-completion zsh > _minewatch; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D",
    ],
    ids=["sourced", "found"],
)
def test_zsh_completes(bin_: Path, set_up: str) -> None:
    shown = session(bin_, "zsh", ZSH.replace("{set_up}", set_up), "-f")
    assert shown.split("\n")[:-1] == ["found poland", "found --about=belma", "found zalewski", "no file"]


FISH = """
minewatch --show-completion fish | source
complete -C 'minewatch country po'
complete -C 'minewatch country zz'
complete -C 'minewatch timeline --about=bel'
complete -C 'bin/minewatch quote z'
complete -C 'echo 1; minewatch quote zal'
"""


def test_fish_completes(bin_: Path) -> None:
    assert session(bin_, "fish", FISH, "--no-config").splitlines() == [
        "poland",
        "--about=belarus",
        "--about=belma",
        "zakrzewski",
        "zalewski",
        "zalewski",
    ]
