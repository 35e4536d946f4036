"""Puts the bundled dataset into the wheel: its YAML as `minewatch/data`, and compiled as `minewatch/bundled.sqlite`."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileDataset(BuildHookInterface[Any]):
    """Compiles `data/` with the same code that a checkout is read with."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the two to the files of a wheel; an editable install reads the checkout instead."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        try:
            from minewatch.files import files
            from minewatch.store import write
        finally:
            sys.path.remove(str(root / "src"))
        self.scratch = tempfile.TemporaryDirectory(prefix="minewatch-build-")
        compiled = Path(self.scratch.name, "bundled.sqlite")
        try:
            # Not into src/, where it would be read in place of the checkout's data ever after
            write(root / "data", compiled)
        except BaseException:
            self.scratch.cleanup()
            raise
        compiled.chmod(0o644)
        data = {path: path.relative_to(root / "data") for path in [*files(root / "data"), root / "data" / "README.md"]}
        build_data["force_include"] |= {str(path): f"minewatch/data/{name.as_posix()}" for path, name in data.items()}
        build_data["force_include"][str(compiled)] = "minewatch/bundled.sqlite"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove the compiled file once it is in the wheel."""
        if version != "editable":
            self.scratch.cleanup()
