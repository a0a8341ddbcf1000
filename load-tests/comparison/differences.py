"""What two answers differ in, named so that equal differences fall together."""

import collections
import hashlib
import json
import re
from dataclasses import dataclass, field

VOLATILE = {"TableId", "CreationDateTime", "LastUpdateDateTime",
            "LatestStreamLabel", "LatestStreamArn", "LastIncreaseDateTime", "LastDecreaseDateTime",
            "EarliestRestorableDateTime", "LatestRestorableDateTime"}
# Described by Larder always, as by the service, by the peer never.
OMITTED = {"WarmThroughput", "LastUpdateToPayPerRequestDateTime"}
ARN = re.compile(r"arn:aws:dynamodb:[^:]*:[0-9]*:")


def normal(node, name=None):
    """Without what may differ: ids, times, account and region, the order of sets and of batch answers."""
    if isinstance(node, dict):
        return {k: "*" if k in VOLATILE else normal(v, k) for k, v in node.items() if k not in OMITTED}
    if isinstance(node, list):
        inner = [normal(v) for v in node]
        return sorted(inner, key=text) if name in ("SS", "NS", "BS", "AttributeDefinitions", "Tags", "TableNames", "ConsumedCapacity") else inner
    if isinstance(node, str):
        return ARN.sub("arn:", node)
    return node


def text(node):
    return json.dumps(node, sort_keys=True, ensure_ascii=False)


def unordered(node):
    if isinstance(node, dict):
        return {k: unordered(v) for k, v in node.items()}
    return sorted((unordered(v) for v in node), key=text) if isinstance(node, list) else node


def skeleton(message):
    """A message without what belongs to one request only."""
    if not isinstance(message, str):
        return str(message)
    message = re.sub(r"'[^']*'", "'…'", message)
    message = re.sub(r"[\"“][^\"]*[\"”]", '"…"', message)
    message = re.sub(r"(?<=token: ).*", "…", message)
    message = re.sub(r"(attribute (name|value)|operator|function|keyword|path|type|key|keys|size|Key|expected|actual): ?[^,;)\]]+",
                     r"\1: …", message)
    message = re.sub(r"\[[^\]]*\]|\{[^}]*\}", "[…]", message)
    return re.sub(r"[#:]\w+|\d+", "…", message)


@dataclass(frozen=True)
class Outcome:
    """An answer in the form in which it is compared."""

    status: int
    error: str | None
    message: str | None
    body: object

    @staticmethod
    def of(operation, answer):
        body = answer.body
        if answer.error:
            rest = {k: normal(v) for k, v in body.items() if k not in ("__type", "message", "Message")}
            message = answer.message
            return Outcome(answer.status, body["__type"], ARN.sub("arn:", message) if message else message, rest)
        body = normal(body)
        if operation == "BatchGetItem" and isinstance(body, dict):
            body["Responses"] = {t: sorted(i, key=text) for t, i in body.get("Responses", {}).items()}
        return Outcome(answer.status, None, None, body)

    @staticmethod
    def success(body):
        return Outcome(200, None, None, normal(body))

    def brief(self):
        if self.error:
            rest = f" {text(self.body)}" if self.body else ""
            return f"{self.status} {self.error.rpartition('#')[2]}: {self.message}{rest}"
        return f"{self.status} {self.body if isinstance(self.body, str) else text(self.body)}"


def first_path(left, right, path=""):
    """Where two bodies part first; list positions and the names of attributes are left out."""
    if isinstance(left, dict) and isinstance(right, dict):
        for name in sorted(left.keys() | right.keys()):
            if name not in left:
                return f"{path}.{name} only on the right"
            if name not in right:
                return f"{path}.{name} only on the left"
            if left[name] != right[name]:
                return first_path(left[name], right[name], f"{path}.{name if len(name) > 3 or name.isupper() else '*'}")
    if isinstance(left, list) and isinstance(right, list):
        if unordered(left) == unordered(right):
            return f"{path} in another order"
        if len(left) != len(right):
            return f"{path} of another length"
        return next(first_path(a, b, f"{path}[]") for a, b in zip(left, right) if a != b)
    return path


def kind_of(operation, left, right):
    """None if the answers agree, else the name of their difference."""
    if left == right:
        return None
    if left.error is None and right.error is None and left.status == right.status:
        return f"{operation}: body{first_path(left.body, right.body)}"
    if left.error is None or right.error is None:
        refused = left if left.error else right
        side = "left" if left.error else "right"
        return f"{operation}: only the {side} refuses: {(refused.error or '').rpartition('#')[2]} {skeleton(refused.message)}"
    if left.status != right.status or left.error != right.error:
        return (f"{operation}: error {left.status} {left.error.rpartition('#')[2]} / {right.status} "
                f"{right.error.rpartition('#')[2]}: {skeleton(left.message)} / {skeleton(right.message)}")
    if left.message != right.message:
        return f"{operation}: message {skeleton(left.message)} / {skeleton(right.message)}"
    return f"{operation}: error body{first_path(left.body, right.body)}"


class Accepted:
    """The kinds of difference in Larder's favour: lines of a reason, then indented patterns of the kinds it covers."""

    def __init__(self, path):
        self.patterns = []
        self.counts = collections.Counter()
        reason = None
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            if not line.strip() or line.startswith("#"):
                continue
            if line[0].isspace():
                self.patterns.append((re.compile(line.strip()), reason))
            else:
                reason = line.strip()

    def reason(self, kind):
        return next((reason for pattern, reason in self.patterns if pattern.search(kind)), None)

    def count(self, group):
        reason = self.reason(group.kind)
        if reason:
            self.counts[reason] += group.count


def identifier(kind):
    return hashlib.sha1(kind.encode()).hexdigest()[:6]


@dataclass
class Group:
    """One kind of difference: how often, and the shortest requests that show it."""

    kind: str
    count: int = 0
    examples: list = field(default_factory=list)

    def add(self, example, keep):
        self.count += 1
        self.examples.append(example)
        self.examples.sort(key=lambda e: len(e["request"]))
        del self.examples[keep:]
