"""How a provider of Terraform asks and waits: again until a state is reached, and it gives up on any other."""

import time
from typing import ClassVar

POLL_SECONDS = 0.1
PATIENCE_SECONDS = 60


class NotFoundError(Exception):
    """What was asked for is not there."""


class Resource:
    """What a resource has in common with others."""

    DEFAULTS: ClassVar = {}

    def is_same(self, _argument, is_now, wanted):
        """Whether a plan says nothing of an argument."""
        return is_now == wanted


def found(call, *codes, **request):
    """The answer to a call that fails with one of these codes if what it asks for is not there."""
    from botocore.exceptions import ClientError

    try:
        return call(**request)
    except ClientError as error:
        if error.response["Error"]["Code"] in codes:
            raise NotFoundError from error
        raise


def until(ask, pending, target, times=1):
    """Waits until `ask` has answered one of `target` so many times in a row; no target means until it is not found."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    seen = 0
    state = None
    while time.monotonic() < deadline:
        try:
            state = ask()
        except NotFoundError:
            if not target:
                return
            state = None
        if state in target:
            seen += 1
            if seen == times:
                return
        else:
            seen = 0
            if state is not None and state not in pending:
                raise AssertionError(f"unexpected state {state!r}, wanted {target}")
        time.sleep(POLL_SECONDS)
    raise AssertionError(f"{state!r} after {PATIENCE_SECONDS} s, wanted {target}")
