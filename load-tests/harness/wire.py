"""DynamoDB's wire spoken by hand: one keep-alive connection, JSON bodies, no SDK between us and the bytes."""

import http.client
import json
import time
import zlib
from dataclasses import dataclass
from urllib.parse import urlsplit

from harness.signing import Credentials, sign

AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=dummy/20260101/us-east-1/dynamodb/aws4_request, "
    "SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=" + "0" * 64
)
HEADERS = {
    "Content-Type": "application/x-amz-json-1.0",
    "Authorization": AUTHORIZATION,
    "X-Amz-Date": "20260101T000000Z",
}


@dataclass(frozen=True)
class Answer:
    """One HTTP answer; `body` is the parsed JSON, or the text where it is not JSON."""

    status: int
    headers: dict
    raw: bytes

    @property
    def body(self):
        try:
            return json.loads(self.raw)
        except ValueError:
            return self.raw.decode("utf-8", "replace")

    @property
    def ok(self):
        return self.status == 200

    @property
    def error(self):
        """The error's short type, or None."""
        body = self.body
        return body.get("__type", "").rpartition("#")[2] if isinstance(body, dict) and "__type" in body else None

    @property
    def message(self):
        body = self.body
        return (body.get("message") or body.get("Message")) if isinstance(body, dict) else None

    @property
    def crc_matches(self):
        return self.headers.get("x-amz-crc32") == str(zlib.crc32(self.raw))


class ServiceFault(Exception):
    """An answer that is not 200 where only 200 will do."""

    def __init__(self, operation, answer):
        super().__init__(f"{operation}: {answer.status} {answer.raw[:500]!r}")
        self.answer = answer


class Connection:
    """One connection to the endpoint; reconnects when the server has closed it between calls."""

    def __init__(self, endpoint, timeout=30, tls=None, credentials=None):
        parts = urlsplit(endpoint)
        self.host = parts.netloc
        self.credentials = credentials or Credentials.of_environment()
        if tls:
            self._http = http.client.HTTPSConnection(parts.hostname, parts.port, timeout=timeout, context=tls)
        else:
            self._http = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=timeout)

    def send(self, method="POST", path="/", headers=None, body=b""):
        """One raw exchange; raises OSError or HTTPException when the connection breaks."""
        try:
            self._http.request(method, path, body=body, headers=headers or {})
            response = self._http.getresponse()
            raw = response.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, raw)

    def call(self, operation, request, service="DynamoDB_20120810"):
        """Calls an operation with a dict, or with raw bytes or text; returns whatever comes back."""
        if isinstance(request, (dict, list)):
            request = json.dumps(request, ensure_ascii=False, separators=(",", ":"))
        if isinstance(request, str):
            request = request.encode()
        headers = {**HEADERS, "X-Amz-Target": f"{service}.{operation}"}
        if self.credentials:
            del headers["Authorization"]
            headers = sign(self.credentials, self.host, headers, request)
        return self.send(headers=headers, body=request)

    def must(self, operation, request, **more):
        """Calls an operation that has to succeed; returns its parsed body."""
        answer = self.call(operation, request, **more)
        if not answer.ok:
            raise ServiceFault(operation, answer)
        return answer.body

    def pages(self, operation, request, limit_pages=100_000):
        """The items of all pages of a Query or Scan, following LastEvaluatedKey."""
        request = dict(request)
        for _ in range(limit_pages):
            page = self.must(operation, request)
            yield from page.get("Items", [])
            if "LastEvaluatedKey" not in page:
                return
            request["ExclusiveStartKey"] = page["LastEvaluatedKey"]
        raise AssertionError(f"{operation} does not end")

    def create_table(self, request):
        """Creates a table anew (dropping one of the same name) and waits until it is ACTIVE."""
        self.drop_table(request["TableName"])
        self.must("CreateTable", request)
        self._until(lambda: self._status(request["TableName"]) == "ACTIVE")

    def drop_table(self, name):
        if self.call("DeleteTable", {"TableName": name}).ok:
            self._until(lambda: self._status(name) is None)

    def _status(self, name):
        answer = self.call("DescribeTable", {"TableName": name})
        if answer.error == "ResourceNotFoundException":
            return None
        table = answer.body["Table"]
        indexes = table.get("GlobalSecondaryIndexes", [])
        busy = [i for i in indexes if i.get("IndexStatus", "ACTIVE") != "ACTIVE"]
        return "UPDATING" if busy and table["TableStatus"] == "ACTIVE" else table["TableStatus"]

    @staticmethod
    def _until(condition, seconds=60):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError("table did not reach the wanted state")
            time.sleep(0.05)

    def close(self):
        self._http.close()


def table(name, keys, global_indexes=(), local_indexes=()):
    """A CreateTable request from compact texts.

    `keys` reads "pk:S" or "pk:S sk:N"; an index is (name, keys, projection), where projection is "ALL",
    "KEYS_ONLY" or a list of attribute names to include.
    """
    definitions = {}

    def schema(text):
        elements = []
        for kind, part in zip(("HASH", "RANGE"), text.split()):
            attribute, _, scalar = part.partition(":")
            definitions[attribute] = scalar
            elements.append({"AttributeName": attribute, "KeyType": kind})
        return elements

    def index(spec):
        index_name, index_keys, projection = spec
        shape = (
            {"ProjectionType": projection}
            if isinstance(projection, str)
            else {"ProjectionType": "INCLUDE", "NonKeyAttributes": projection}
        )
        return {"IndexName": index_name, "KeySchema": schema(index_keys), "Projection": shape}

    request = {"TableName": name, "BillingMode": "PAY_PER_REQUEST", "KeySchema": schema(keys)}
    if global_indexes:
        request["GlobalSecondaryIndexes"] = [index(i) for i in global_indexes]
    if local_indexes:
        request["LocalSecondaryIndexes"] = [index(i) for i in local_indexes]
    request["AttributeDefinitions"] = [
        {"AttributeName": name, "AttributeType": scalar} for name, scalar in definitions.items()
    ]
    return request


def verifies(endpoint):
    """True if the server refuses a request that is signed in form only."""
    connection = Connection(endpoint)
    answer = connection.send(headers={**HEADERS, "X-Amz-Target": "DynamoDB_20120810.ListTables"}, body=b"{}")
    connection.close()
    return not answer.ok
