"""What is wrong in datasets, file by file."""

from collections.abc import Iterator
from itertools import groupby

from minewatch.answers import Checked, Setting
from minewatch.faults import Problem
from minewatch.text import count, one_line
from minewatch.view.blocks import Block, Entries, Entry, Note, Run, Section, Title


def page(answer: Checked, _: Setting) -> list[Block]:
    """Return what was checked, and the problems under the file that each is in."""
    blocks: list[Block] = [
        Title((Run(verdict(answer), "title"),), ()),
        Note(tuple((Run(told),) for told in _held(answer))),
    ]
    for file, problems in groupby(answer.problems, key=lambda problem: problem.file):
        blocks += [Section(one_line(file)), Entries(tuple(map(_entry, problems)))]
    if answer.warnings and not answer.strict:
        blocks.append(Note(((Run("warnings are no faults; with --strict they are", "dim"),),)))
    return blocks


def lines(answer: Checked) -> Iterator[str]:
    """Yield each problem in a line that editors can parse, then what was checked and what that comes to."""
    yield from map(str, answer.problems)
    yield from _held(answer)
    yield verdict(answer)


def verdict(answer: Checked) -> str:
    """Return how many faults and warnings there are, as in `sound, 1 warning`."""
    if answer.strict and answer.warnings and not answer.faults:
        return f"not sound with --strict: {count(answer.warnings, 'warning')}"
    faults = count(answer.faults, "fault") if answer.faults else "sound"
    return f"{faults}, {count(answer.warnings, 'warning')}" if answer.warnings else faults


def _held(answer: Checked) -> Iterator[str]:
    """Yield where each dataset is, what it is called and what it holds."""
    for dataset in answer.datasets:
        edition = dataset.edition
        called = one_line(" ".join(filter(None, (edition.id, edition.version))))
        drafts = f", {count(edition.drafts, 'draft')} left out" if edition.drafts else ""
        held = f"{count(dataset.records, 'record')} in {count(dataset.files, 'file')}"
        yield f"{one_line(dataset.folder)}: {called}, {held}{drafts}"


def _entry(problem: Problem) -> Entry:
    style = "changed" if problem.severity == "fault" else ""
    line = (Run(f"line {problem.line}", "label"),)
    return Entry(line, (Run(problem.rule, style),), (Run(one_line(problem.message)),), ())
