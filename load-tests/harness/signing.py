"""Signature Version 4 by hand, as the IAM User Guide's page "Create a signed AWS API request" describes it.

The credentials are those of the environment, as for every SDK. Without any, requests are signed in form only, which
does for a server that verifies no signatures.
"""

import hashlib
import hmac
import os
import time
from dataclasses import dataclass

ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True)
class Credentials:
    """An access key; the token is there for those of a session."""

    access_key: str
    secret_key: str
    token: str = ""

    @staticmethod
    def of(variables):
        """What these variables of the environment give, or None."""
        key = variables.get("AWS_ACCESS_KEY_ID")
        secret = variables.get("AWS_SECRET_ACCESS_KEY")
        return Credentials(key, secret, variables.get("AWS_SESSION_TOKEN", "")) if key and secret else None

    @staticmethod
    def of_environment():
        """What the environment gives, or None."""
        return Credentials.of(os.environ)


def region():
    """The region that requests are signed for."""
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"


def sign(credentials, host, headers, body, service="dynamodb", now=None):
    """`headers` with the date, the token and the signature of a POST to /; `now` is in seconds since 1970."""
    date = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now if now is not None else time.time()))
    headers = {**headers, "X-Amz-Date": date}
    if credentials.token:
        headers["X-Amz-Security-Token"] = credentials.token
    covered = sorted({"host": host, **{name.lower(): value for name, value in headers.items()}}.items())
    names = ";".join(name for name, _ in covered)
    lines = "".join(f"{name}:{value}\n" for name, value in covered)
    request = f"POST\n/\n\n{lines}\n{names}\n{hashlib.sha256(body).hexdigest()}"
    scope = f"{date[:8]}/{region()}/{service}/aws4_request"
    to_sign = f"{ALGORITHM}\n{date}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = f"AWS4{credentials.secret_key}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    return {
        **headers,
        "Authorization": f"{ALGORITHM} Credential={credentials.access_key}/{scope}, SignedHeaders={names}, "
        f"Signature={signature}",
    }
