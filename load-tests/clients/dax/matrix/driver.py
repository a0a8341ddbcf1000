"""A driver process: one client, called by JSON lines."""

import json
import os
import queue
import subprocess
import threading
from pathlib import Path

HOME = Path(__file__).resolve().parents[1] / "drivers"
# Each client's driver, and the tool by which it is installed.
TOOLS = {
    "java1": "mvn",
    "java2": "mvn",
    "js2": "npm",
    "js3": "npm",
    "go1": "go",
    "go2": "go",
    "python": "python3",
}
ANSWER_SECONDS = 90
START_SECONDS = 60


class DriverFault(Exception):
    """The driver did not start, ended, or left a call without an answer."""


def install(name, folder):
    """Installs a driver into the folder; says on standard error what failed."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([HOME / name / "start", "install"], check=True, env=dict(os.environ, DAX_FOLDER=str(folder)))


class Driver:
    """One running client; calls are made one after the other, or many together."""

    def __init__(self, name, folder, endpoint, log, surroundings=None):
        self.name = name
        self._log = log
        environment = dict(
            os.environ,
            DAX_FOLDER=str(folder),
            DAX_ENDPOINT=endpoint,
            **{
                "AWS_REGION": "us-east-1",
                "AWS_ACCESS_KEY_ID": "dummy",
                "AWS_SECRET_ACCESS_KEY": "dummy",
                **(surroundings or {}),
            },
        )
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [HOME / name / "start"],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                encoding="utf-8",
            )
        self._lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self._last = 0
        first = self._next(START_SECONDS)
        if "ready" not in first:
            raise DriverFault(f"{name} does not start: {first.get('failed')}")
        self.version = first["ready"]["version"]

    def call(self, operation, request):
        """One call's answer: a dict with `output`, `error` or `unsupported`."""
        return self._exchange({"operation": operation, "input": request})

    def together(self, calls):
        """The answers of calls, pairs of operation and input, that are made at the same time."""
        return self._exchange({"together": [{"operation": o, "input": i} for o, i in calls]})["answers"]

    def close(self):
        """Ends the driver by the end of its input; returns its exit code."""
        try:
            self._process.stdin.close()
            return self._process.wait(30)
        except (OSError, subprocess.TimeoutExpired):
            self.kill()
            return None

    def kill(self):
        self._process.kill()
        self._process.wait()

    def _exchange(self, line):
        self._last += 1
        try:
            self._process.stdin.write(json.dumps({"id": self._last, **line}) + "\n")
            self._process.stdin.flush()
        except OSError as problem:
            raise DriverFault(f"{self.name} has ended; see {self._log}") from problem
        answer = self._next(ANSWER_SECONDS)
        if answer.pop("id", None) != self._last:
            raise DriverFault(f"{self.name} answered something else: {answer}")
        return answer

    def _next(self, seconds):
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            self.kill()
            raise DriverFault(f"{self.name} did not answer within {seconds} s") from None
        if line is None:
            raise DriverFault(f"{self.name} has ended; see {self._log}")
        return line

    def _read(self):
        for line in self._process.stdout:
            self._lines.put(json.loads(line))
        self._lines.put(None)
