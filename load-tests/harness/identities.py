"""Users of a server that verifies signatures, made by IAM's API, which is spoken by hand here."""

import json
import re
import urllib.parse

from harness.signing import Credentials, sign
from harness.wire import Connection

FORM = "application/x-www-form-urlencoded; charset=utf-8"


def statement(actions, resource="*", condition=None, effect="Allow"):
    """A statement of a policy."""
    made = {"Effect": effect, "Action": actions, "Resource": resource}
    return {**made, "Condition": condition} if condition else made


def document(*statements):
    """The policy of these statements, as text."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def make_user(endpoint, name, policy, administrator=None):
    """Makes a user with a policy of its own, as the administrator (default: of the environment); returns its key."""
    connection = Connection(endpoint, credentials=administrator)
    call_iam(connection, "CreateUser", UserName=name)
    call_iam(connection, "PutUserPolicy", UserName=name, PolicyName="own", PolicyDocument=policy)
    key = call_iam(connection, "CreateAccessKey", UserName=name)
    connection.close()
    return Credentials(*(re.search(f"<{part}>(.*?)</{part}>", key)[1] for part in ("AccessKeyId", "SecretAccessKey")))


def call_iam(connection, action, **parameters):
    """Calls an operation that has to succeed; returns its XML."""
    body = urllib.parse.urlencode({"Action": action, "Version": "2010-05-08", **parameters}).encode()
    headers = sign(connection.credentials, connection.host, {"Content-Type": FORM}, body, service="iam")
    answer = connection.send(headers=headers, body=body)
    if not answer.ok:
        raise RuntimeError(f"{action}: {answer.status} {answer.raw[:500]!r}")
    return answer.raw.decode()
