"""What a Java process takes of the machine, looked at again and again, and whether it goes on growing.

What fills up to its bound and stays there has not grown: only the last half of the time counts. The line is that of
Theil and Sen (the median of the slopes of all pairs), which single peaks do not move.
"""

import itertools
import re
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from harness.java import find_jdk

MEGABYTE = 2**20
# A full collection first, so that only what is still in use counts as heap.
COMMANDS = "GC.run\nGC.heap_info\nVM.native_memory summary scale=KB\n"
# The options of a JVM that can be watched: the heap is there from the start, so what else grows can be seen.
OPTIONS = "-XX:NativeMemoryTracking=summary -XX:+AlwaysPreTouch"


@dataclass(frozen=True)
class Bound:
    """By how much something may have grown during the last half, and stay the same for all that."""

    name: str
    unit: str
    most: float


# What loads of the same kind let these move up and down by.
BOUNDS = (
    Bound("memory of the process", "MB", 24),
    Bound("heap in use after a collection", "MB", 24),
    Bound("native memory of the JVM", "MB", 16),
    Bound("file descriptors", "", 30),
    Bound("threads", "", 8),
    Bound("series of metrics", "", 20),
)


def slope(points):
    """The median slope of (x, y) points; 0 of less than two."""
    slopes = [(d - b) / (c - a) for (a, b), (c, d) in itertools.combinations(points, 2) if c != a]
    return statistics.median(slopes) if slopes else 0.0


def grown(points):
    """By how much y has grown during the last half of the time of (x, y) points."""
    if len(points) < 2:
        return 0.0
    first, last = points[0][0], points[-1][0]
    half = [point for point in points if point[0] >= (first + last) / 2]
    return slope(half) * (half[-1][0] - half[0][0])


class Watch:
    """Looks at a process every so many seconds, on a thread of its own, until it is told to end."""

    def __init__(self, pid, admin, every):
        self._pid = pid
        self._metrics = f"http://127.0.0.1:{admin}/metrics"
        self._every = every
        self._jcmd = find_jdk() / "bin" / "jcmd"
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.points = {bound.name: [] for bound in BOUNDS}
        self.problems = []

    def start(self):
        self._thread.start()

    def end(self):
        self._over.set()
        self._thread.join()

    def _run(self):
        with tempfile.NamedTemporaryFile("w", suffix=".jcmd") as commands:
            commands.write(COMMANDS)
            commands.flush()
            due = time.monotonic()
            while not self._over.wait(max(0.0, due - time.monotonic())):
                due = time.monotonic() + self._every
                try:
                    self._look(commands.name)
                except (OSError, subprocess.SubprocessError, LookupError) as problem:
                    self.problems.append(f"{type(problem).__name__}: {problem}")

    def _look(self, commands):
        told = subprocess.run(
            [self._jcmd, str(self._pid), "-f", commands], capture_output=True, text=True, timeout=120, check=True
        ).stdout
        status = Path(f"/proc/{self._pid}/status").read_text()
        with urllib.request.urlopen(self._metrics, timeout=30) as page:
            series = [line for line in page.read().decode().splitlines() if line and line[0] != "#"]
        now = time.monotonic()
        seen = {
            # Pages of files that are mapped are the system's, which takes them back.
            "memory of the process": _number(r"RssAnon:\s+(\d+) kB", status) / 1024,
            "heap in use after a collection": _number(r"garbage-first heap.* used (\d+)K", told) / 1024,
            "native memory of the JVM": (
                _number(r"Total: reserved=\d+KB, committed=(\d+)KB", told)
                - _number(r"Java Heap \(reserved=\d+KB, committed=(\d+)KB", told)
            )
            / 1024,
            "file descriptors": len(list(Path(f"/proc/{self._pid}/fd").iterdir())),
            "threads": _number(r"Threads:\s+(\d+)", status),
            "series of metrics": len(series),
        }
        for name, value in seen.items():
            self.points[name].append((now, value))

    def judge(self, verdict):
        """Prints what was seen, and checks that nothing has grown."""
        verdict.check("the process could be looked at", not self.problems, self.problems[:3])
        for bound in BOUNDS:
            points = self.points[bound.name]
            values = [value for _, value in points]
            if not verdict.check(f"{bound.name} was looked at often enough", len(values) >= 10, len(values)):
                continue
            more = grown(points)
            print(
                f"{bound.name}: {values[0]:.0f} at first, {values[len(values) // 2]:.0f} at half time, "
                f"{values[-1]:.0f} at the end, most {max(values):.0f} {bound.unit}".rstrip()
            )
            verdict.check(
                f"{bound.name}: {more:+.1f} {bound.unit}".rstrip() + f" in the last half, at most {bound.most:.0f}",
                more <= bound.most,
            )


def _number(pattern, text):
    found = re.search(pattern, text)
    if not found:
        raise LookupError(f"nothing like {pattern} in {text[:200]!r}")
    return float(found[1])
