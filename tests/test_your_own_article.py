"""docs/your-own-article.md, step by step: what it has the reader write is written, and what it shows is what comes."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, Run

PAGE = (ROOT / "docs" / "your-own-article.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(estonia/\w+\.yaml)`")


def before(place: int) -> str:
    """Return the file that is named last before that place of the page."""
    return str(NAMED.findall(PAGE[:place])[-1])


def patched(text: str, diff: str) -> str:
    """Return `text` with the lines of `diff` as they are to be."""
    lines = diff.splitlines()
    old = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "+")
    new = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "-")
    assert text.count(old) == 1, old
    return text.replace(old, new)


def shown(run: Run, commands: str) -> str:
    """Run the commands of a block, and return it with what each of them prints."""
    found = []
    for command in re.findall(r"^\$ (.*)$", commands, re.MULTILINE):
        found.append(f"$ {command}\n")
        words = shlex.split(command)
        if words[:2] == ["cp", "-r"]:
            shutil.copytree(words[2], words[3])
        else:
            result = run(*words[1:])
            assert result.stderr == "" or "claim" in words, result.stderr
            found.append(result.stdout)
    return "".join(found)


def test_every_step_does_what_the_page_says(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pycountry")
    for name in ("article.txt", "edited.txt"):
        shutil.copy(ROOT / "docs" / "your-own-article" / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    for match in re.finditer(r"^```(console|yaml|diff)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
        kind, block = match[1], match[2]
        if kind == "console":
            assert shown(run, block) == block
            continue
        path = Path(before(match.start()))
        assert path.exists()
        text = block if kind == "yaml" else patched(path.read_text(encoding="utf-8"), block)
        path.write_text(text, encoding="utf-8")
