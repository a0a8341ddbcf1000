"""Counts what holds, what does not, and what is known not to hold with one client."""

from fnmatch import fnmatchcase


class Tally:
    """The checks of one client over one scheme; their lines are kept until the run is over."""

    def __init__(self, known, *, only=None, verbose=False):
        self.passed = 0
        self.failed = 0
        self.known = 0
        self.lines = []
        self._known = known
        self._only = only
        self._verbose = verbose
        self._shown = 60

    def check(self, name, holds, detail=""):
        """Records one claim; one that fails and is a known fault of the client is counted apart."""
        reason = next((reason for pattern, reason in self._known.items() if fnmatchcase(name, pattern)), None)
        if holds:
            self.passed += 1
            if self._verbose:
                self.lines.append(f"ok    {name}")
        elif reason:
            self.known += 1
            self.lines.append(f"known {name}: {reason}")
        else:
            self.failed += 1
            self._shown -= 1
            if self._shown >= 0:
                text = detail() if callable(detail) else detail
                self.lines.append(f"FAIL  {name}\n     {text}")
        return holds

    def skip(self, name, why):
        """A check that the client cannot be given."""
        self.lines.append(f"skip  {name}: {why}")

    def guarded(self, name, step, *arguments):
        """Runs one area of the scenario; an exception is one failure, not the end."""
        if self._only and not fnmatchcase(name, self._only):
            return None
        try:
            return step(*arguments)
        except Exception as problem:  # noqa: BLE001 - whatever went wrong belongs in the report
            self.check(name, False, f"{type(problem).__name__}: {problem}")
            return None
