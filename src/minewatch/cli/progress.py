"""How far work on many records is, as a bar on a terminal's standard error."""

from typing import Any


class Progress:
    """A bar that is there from the first time that something is told until it is closed. It is a `watching.Watch`."""

    def __init__(self) -> None:
        self.bar: Any = None
        self.task: Any = None

    def __call__(self, what: str, done: int, of: int, records: int) -> None:
        """Show that so much is done of it, and so many records are gone through."""
        if self.bar is None:
            self._draw()
        (task,) = self.bar.tasks
        if done < task.completed:
            self.bar.reset(self.task)
        rate = f"{records / task.elapsed:,.0f} records/s" if task.elapsed else ""
        self.bar.update(self.task, description=what, completed=done, total=of, rate=rate)

    def _draw(self) -> None:
        # Only here, for a look-up that compiles nothing has no need of rich
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        self.bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self.task = self.bar.add_task("reading", rate="")
        self.bar.start()

    def close(self) -> None:
        """Take the bar away."""
        if self.bar is not None:
            self.bar.stop()
