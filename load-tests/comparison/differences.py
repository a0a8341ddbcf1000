"""What two answers differ in, named so that equal differences fall together."""

from __future__ import annotations

import collections
import hashlib
import json
import re
from dataclasses import dataclass, field, replace

VOLATILE = {
    "TableId",
    "KMSMasterKeyArn",
    "CreationDateTime",
    "LastUpdateDateTime",
    "LatestStreamLabel",
    "LatestStreamArn",
    "LastIncreaseDateTime",
    "LastDecreaseDateTime",
    "EarliestRestorableDateTime",
    "LatestRestorableDateTime",
}
# Described by Larder always, as by the service, by the peer never.
OMITTED = {"WarmThroughput", "LastUpdateToPayPerRequestDateTime"}
# What differs in the text of two answers of one Larder; whether it was a hit depends on hashes that each process draws.
VOLATILE_IN_TEXT = re.compile(r'"(\w+DateTime|\w+Id|KMSMasterKeyArn|LatestStream\w+)":("[^"]*"|[-+.0-9Ee]+)')
VOLATILE_HEADERS = {"date", "x-amzn-requestid", "content-length", "x-amz-crc32", "x-larder-cache"}
UNORDERED = {"SS", "NS", "BS", "AttributeDefinitions", "NonKeyAttributes", "Tags", "TableNames", "ConsumedCapacity"}
# The account and the region differ, and the peer knows tables by their names only.
ARN = re.compile(r"arn:aws:dynamodb:[^:]*:[0-9]*:(table/)?")


def normal(node, name=None):
    """Without what may differ: ids, times, account and region, the order of sets and of batch answers."""
    if isinstance(node, dict):
        return {ARN.sub("", k): "*" if k in VOLATILE else normal(v, k) for k, v in node.items() if k not in OMITTED}
    if isinstance(node, list):
        inner = [normal(v) for v in node]
        return sorted(inner, key=text) if name in UNORDERED else inner
    if isinstance(node, str):
        return ARN.sub("", node)
    return node


def exact(answer):
    """All of an answer but ids and times, and the headers that follow from the body."""
    headers = ", ".join(f"{name}: {value}" for name, value in answer.headers.items() if name not in VOLATILE_HEADERS)
    body = VOLATILE_IN_TEXT.sub(r'"\1":*', answer.raw.decode("utf-8", "backslashreplace"))
    return f"{answer.status} {headers}{'' if answer.crc_matches else ', wrong checksum'} {body}"


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
    message = re.sub(
        r"(attribute (name|value)|operator|function|keyword|path|type|key|keys|size|Key|expected|actual): ?[^,;)\]]+",
        r"\1: …",
        message,
    )
    message = re.sub(r"\[[^\]]*\]|\{[^}]*\}", "[…]", message)
    return re.sub(r"[#:]\w+|\d+", "…", message)


@dataclass(frozen=True)
class Outcome:
    """An answer in the form in which it is compared."""

    status: int
    error: str | None
    message: str | None
    body: object
    # The answers that it was made of, where they are compared to the byte.
    answers: tuple = ()

    @staticmethod
    def of(operation, answer):
        body = answer.body
        if answer.error:
            rest = {k: normal(v) for k, v in body.items() if k not in ("__type", "message", "Message")}
            message = answer.message
            return Outcome(answer.status, body["__type"], ARN.sub("", message) if message else message, rest)
        body = normal(body)
        if operation == "BatchGetItem" and isinstance(body, dict):
            body["Responses"] = {t: sorted(i, key=text) for t, i in body.get("Responses", {}).items()}
        return Outcome(answer.status, None, None, body)

    @staticmethod
    def success(body):
        return Outcome(200, None, None, normal(body))

    def is_cancelled(self):
        return isinstance(self.body, dict) and "CancellationReasons" in self.body

    def brief(self):
        if self.answers:
            return "\n            ".join(self.answers)
        if self.error:
            rest = f" {text(self.body)}" if self.body else ""
            return f"{self.status} {self.error.rpartition('#')[2]}: {self.message}{rest}"
        return f"{self.status} {self.body if isinstance(self.body, str) else text(self.body)}"


def paths(left, right, path=""):
    """Where two bodies part; list positions and the names of attributes are left out."""
    if isinstance(left, dict) and isinstance(right, dict):
        for name in sorted(left.keys() | right.keys()):
            if name not in left or name not in right:
                yield f"{path}.{plain(name)} only on the {'right' if name not in left else 'left'}"
            elif left[name] != right[name]:
                yield from paths(left[name], right[name], f"{path}.{plain(name)}")
    elif isinstance(left, list) and isinstance(right, list) and unordered(left) == unordered(right):
        yield f"{path} in another order"
    elif isinstance(left, list) and isinstance(right, list) and len(left) != len(right):
        yield f"{path} of another length"
    elif isinstance(left, list) and isinstance(right, list):
        for a, b in zip(left, right):
            if a != b:
                yield from paths(a, b, f"{path}[]")
    else:
        yield path


def plain(name):
    return name if len(name) > 3 or name.isupper() else "*"


def reasons(outcome):
    """What a cancelled transaction says of each of its actions."""
    return [
        f"{r.get('Code')} {skeleton(r['Message'])}" if "Message" in r else str(r.get("Code"))
        for r in outcome.body["CancellationReasons"]
    ]


def failures(body):
    """What a batch of statements says of each: its error, or that there is none."""
    responses = body.get("Responses") if isinstance(body, dict) else None
    told = [entry.get("Error") for entry in responses] if isinstance(responses, list) else []
    return [f"{e.get('Code')} {skeleton(e.get('Message'))}" if e else "none" for e in told]


def faults(refused):
    """The messages of an error: of a cancelled transaction, those of its actions."""
    return (
        [reason for reason in reasons(refused) if reason != "None"]
        if refused.is_cancelled()
        else [skeleton(refused.message)]
    )


def kinds_of(operation, left, right):
    """The names of what two answers differ in; none if they agree."""
    if left == right:
        return []
    if replace(left, answers=right.answers) == right:
        return [f"{operation}: bytes"]
    if left.error is None and right.error is None and left.status == right.status:
        told = zip(failures(left.body), failures(right.body))
        entries = {f"{operation}: entry {a} / {b}" for a, b in told if a != b}
        return sorted(entries or {f"{operation}: body{path}" for path in paths(left.body, right.body)})
    if left.error is None or right.error is None:
        refused, side = (left, "left") if left.error else (right, "right")
        return sorted(
            {f"{operation}: only the {side} refuses: {short(refused.error)} {said}" for said in faults(refused)}
        )
    if left.is_cancelled() and right.is_cancelled():
        told = list(zip(reasons(left), reasons(right)))
        if any(a != b for a, b in told):
            return sorted({f"{operation}: reason {a} / {b}" for a, b in told if a != b})
    if left.status != right.status or left.error != right.error:
        return [
            (
                f"{operation}: error {left.status} {short(left.error)} / {right.status} "
                f"{short(right.error)}: {', '.join(faults(left))} / {', '.join(faults(right))}"
            )
        ]
    if left.message != right.message:
        return [f"{operation}: message {skeleton(left.message)} / {skeleton(right.message)}"]
    return sorted({f"{operation}: error body{path}" for path in paths(left.body, right.body)})


def short(error):
    return (error or "").rpartition("#")[2]


class Accepted:
    """The kinds of difference in Larder's favour: lines of a reason, then indented patterns of the kinds it covers."""

    def __init__(self, path):
        self.patterns = []
        self.counts = collections.Counter()
        reason = None
        for line in path.read_text(encoding="utf-8").splitlines() if path else ():
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
    return hashlib.sha1(kind.encode(), usedforsecurity=False).hexdigest()[:6]


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
