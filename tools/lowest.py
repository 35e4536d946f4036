"""Print the oldest version of each dependency that pyproject.toml allows, as constraints for pip."""

import re
import tomllib
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parent.parent


def lowest(requirements: list[str]) -> list[str]:
    """Return `name==1.2` for each of `requirements`, which all name the oldest that they take."""
    found = []
    for requirement in requirements:
        match = re.match(r"([\w-]+)>=([\d.]+)", requirement)
        if not match:
            raise SystemExit(f"pyproject.toml: {requirement!r} does not say from which version on, as in rich>=13.7")
        found.append("{}=={}".format(*match.groups()))
    return found


if __name__ == "__main__":
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *chain(*(extras[name] for name in extras if name not in ("test", "lint")))]
    print(*lowest(wanted), sep="\n")
