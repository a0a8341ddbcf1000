"""Counting what holds and what does not, and ending with one line that says so."""

import sys


class Verdict:
    """The checks of one script; each is printed when it fails (or always, with `verbose`)."""

    def __init__(self, *, verbose=True, shown=30):
        self.passed = 0
        self.failed = 0
        self._verbose = verbose
        self._left = shown

    def check(self, name, holds, detail=""):
        """Records one claim; `detail` may be a function, called only when the claim fails."""
        if holds:
            self.passed += 1
            if self._verbose:
                print(f"ok   {name}", flush=True)
        else:
            self.failed += 1
            if self._left > 0:
                text = detail() if callable(detail) else detail
                print(f"FAIL {name}" + (f"\n     {str(text)[:2000]}" if text != "" else ""), flush=True)
            elif self._left == 0:
                print("     (further failures are only counted)", flush=True)
            self._left -= 1
        return holds

    def equal(self, name, actual, expected):
        return self.check(name, actual == expected, lambda: f"expected {expected!r}\n     but was  {actual!r}")

    def guarded(self, name, step, *arguments):
        """Runs a step that makes its own checks; an exception in it is one failure, not the end."""
        try:
            return step(*arguments)
        except Exception as problem:  # noqa: BLE001 - whatever went wrong belongs in the report
            self.check(name, False, f"{type(problem).__name__}: {problem}")
            return None

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        sys.exit(1 if self.failed or not self.passed else 0)
