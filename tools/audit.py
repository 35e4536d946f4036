"""Known vulnerabilities of what is installed with minewatch, as pip-audit finds them; fails where it did not look.

Where its service cannot be reached pip-audit skips what it is asked about, and says that nothing is known of anything.
So it is asked about something of which it must know as well.
"""

import json
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parent.parent
KNOWN = ("pyyaml", "5.3")
"""CVE-2020-1747, and others since."""


def main() -> None:
    """Print what is known of each package, and leave with 1 if that is anything, or not all were looked up."""
    with TemporaryDirectory() as scratch:
        clean, tool = Path(scratch, "clean"), Path(scratch, "tool")
        for folder in (clean, tool):
            venv.create(folder, with_pip=True)
        run(clean / "bin" / "pip", "install", "--quiet", f"{ROOT}[html]")
        run(tool / "bin" / "pip", "install", "--quiet", "pip-audit")
        frozen = run(clean / "bin" / "pip", "freeze", "--exclude", "minewatch")
        requirements = Path(scratch, "requirements.txt")
        requirements.write_text(frozen, encoding="utf-8")
        asked = [line.split("==")[0].lower().replace("_", "-") for line in frozen.split()]
        known = Path(scratch, "known.txt")
        known.write_text("==".join(KNOWN), encoding="utf-8")
        found, of_known = audit(tool, requirements), audit(tool, known)
    found_out = problems(asked, found, of_known)
    print(*found_out or [f"nothing is known of {len(found)} packages: {', '.join(asked)}"], sep="\n")
    sys.exit(bool(found_out))


def problems(asked: list[str], found: list[dict[str, Any]], of_known: list[dict[str, Any]]) -> list[str]:
    """Return what is known of the packages that were `asked` about, and what shows that it was not looked for."""
    said = [f"{one['name']}: {one['skip_reason']}" for one in found if "skip_reason" in one]
    said += [f"{name}: was not looked up" for name in asked if name not in {one["name"].lower() for one in found}]
    if not any(one.get("vulns") for one in of_known):
        said.append(f"nothing is known of {' '.join(KNOWN)}, which is vulnerable: the service was not reached")
    for one in found:
        said += [f"{one['name']} {one['version']}: {vulnerability['id']}" for vulnerability in one.get("vulns", ())]
    return said


def audit(tool: Path, requirements: Path) -> list[dict[str, Any]]:
    """Return what pip-audit has on each of `requirements`; nothing where it fell over."""
    command: list[Path | str] = [tool / "bin" / "pip-audit", "--requirement", requirements]
    command += ["--no-deps", "--disable-pip", "--format", "json"]
    output = subprocess.run(command, capture_output=True, check=False, encoding="utf-8").stdout
    found: list[dict[str, Any]] = json.loads(output)["dependencies"] if output.startswith("{") else []
    return found


def run(*command: Path | str) -> str:
    """Return what `command` prints, and leave where it fails."""
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


if __name__ == "__main__":
    main()
