"""Other processes that do a part of the work: there while a large dataset is compiled, and gone with whoever asked.

They are programs of their own at the ends of pipes and no children of `multiprocessing`, which would run the main
module of whoever uses the Python API once more in each. What they are told and what they answer are records of ours.
"""

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import IO, Any, Self, TypeVar

R = TypeVar("R")

MOST = 3
"""However many cores there are: each process takes memory."""
_AHEAD = 2
"""How many tasks each is given before its first answer is taken; more would be answers that wait in memory."""
_FITS = 4096
"""How many bytes of a task, and of one before it, any pipe holds that nobody reads."""
_ENDED = "a process that helped was ended"
_START = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); sys.path[:] = {path!r};"
    " from minewatch.compiling.crew import serve; serve()"
)


class Crew:
    """Processes that call functions of this package, each answer in the order of the questions."""

    def __init__(self, number: int | None = None) -> None:
        """Start so many processes, one a core if it is not said; with 0 all is done in this one."""
        number = min(_cores(), MOST) if number is None else number
        start = _START.format(path=[str(Path(__file__).parent.parent.parent), *sys.path])
        self.processes = [
            subprocess.Popen(  # noqa: S603 - this program itself
                # An interrupt from the terminal is for whoever started it; by its own group one that comes before it
                # can be ignored does not reach this either
                [sys.executable, "-c", start],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                process_group=0,
            )
            for _ in range(number)
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for process in self.processes:
            # It may be at what nobody waits for any more
            process.kill()
            assert process.stdin
            assert process.stdout
            process.stdout.close()
            with suppress(BrokenPipeError):
                process.stdin.close()
            process.wait()

    def each(self, function: Callable[..., R], tasks: Iterable[tuple[Any, ...]]) -> Iterator[R]:
        """Yield what `function` returns for each of `tasks`, its arguments, in their order."""
        if not self.processes:
            yield from (function(*task) for task in tasks)
            return
        waiting: deque[subprocess.Popen[bytes]] = deque()
        for process, task in zip(cycle(self.processes), tasks, strict=False):
            question = pickle.dumps((function, task))
            # A long one would wait for the process to read it, and that may wait for its last answer to be taken
            full = len(self.processes) * _AHEAD
            while len(waiting) >= full or (len(question) > _FITS and process in waiting):
                yield self._answer(waiting.popleft())
            self._ask(process, question)
            waiting.append(process)
        while waiting:
            yield self._answer(waiting.popleft())

    def last(self, function: Callable[..., R], tasks: Sequence[tuple[Any, ...]]) -> Callable[[], list[R]]:
        """Have `function` called with each of `tasks`, which are few and short; return what waits for the answers.

        Then each process ends. Where there are none, it is called only when the answers are asked for.
        """
        if not self.processes:
            return lambda: [function(*task) for task in tasks]
        asked = [process for process, _ in zip(cycle(self.processes), tasks, strict=False)]
        for process, task in zip(asked, tasks, strict=True):
            self._ask(process, pickle.dumps((function, task)))
        for process in self.processes:
            assert process.stdin
            process.stdin.close()
        return lambda: [self._answer(process) for process in asked]

    def _ask(self, process: "subprocess.Popen[bytes]", question: bytes) -> None:
        assert process.stdin
        try:
            process.stdin.write(question)
            process.stdin.flush()
        except BrokenPipeError as error:
            raise ChildProcessError(_ENDED) from error

    def _answer(self, process: "subprocess.Popen[bytes]") -> Any:
        assert process.stdout
        try:
            answer, raised = pickle.load(process.stdout)  # noqa: S301 - written by this program itself
        except (EOFError, pickle.UnpicklingError) as error:
            raise ChildProcessError(_ENDED) from error
        if raised:
            raise raised
        return answer


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def serve() -> None:
    """Answer what comes on standard input until that ends."""
    import gc

    gc.disable()  # no record is part of a cycle
    if hasattr(os, "nice"):
        os.nice(5)  # whoever started this does what all of these wait for
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    # What is printed by mistake must not be taken for an answer
    sys.stdout = sys.stderr
    try:
        _serve(questions, answers)
    except (BrokenPipeError, EOFError):
        os._exit(1)


def _serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    while questions.peek(1):  # type: ignore[attr-defined]
        function, task = pickle.load(questions)  # noqa: S301 - as above
        answer: tuple[Any, Exception | None]
        try:
            answer = function(*task), None
        except Exception as error:  # noqa: BLE001 - whoever asked raises it
            answer = None, error
        pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
