"""What is wrong in a dataset, as `contract` has it."""

from typing import TYPE_CHECKING

from minewatch.answers import Checked
from minewatch.shapes.records import edition

if TYPE_CHECKING:
    from minewatch import contract
    from minewatch.faults import Problem


def checked(answer: Checked) -> "contract.Checked":
    """Return the whole of it."""
    return {
        "kind": "check",
        "datasets": [
            {"folder": one.folder, "edition": edition(one.edition), "files": one.files, "records": one.records}
            for one in answer.datasets
        ],
        "strict": answer.strict,
        "sound": not answer.code,
        "faults": answer.faults,
        "warnings": answer.warnings,
        "problems": list(map(problem, answer.problems)),
    }


def problem(item: "Problem") -> "contract.Problem":
    """Return one thing that is wrong."""
    return {
        "kind": "problem",
        "file": item.file,
        "line": item.line,
        "rule": item.rule,
        "severity": item.severity,
        "message": item.message,
    }
