"""Both sides of every call: the client under test, and boto3 over HTTP on twins of its tables."""

import json
import uuid

from harness import wire

from . import answers, faults


class Failed(Exception):
    """A call that a later step builds upon did not succeed."""


class Scene:
    """Makes each call on the client's tables and over HTTP on their twins, and compares the answers.

    A table is named `Name` in the scenario. The client has it as `dax-CLIENT-Name`, the reference as
    `dax-CLIENT-Name-twin`; texts that come back are named as in the scenario again.
    """

    def __init__(self, client, subject, reference, http, tally):
        self.client = client
        self.subject = subject
        self.reference = reference
        self.tally = tally
        self.http = http
        self._prefix = f"dax-{client}-"
        # Tokens are the account's, not the table's, and are remembered for ten minutes.
        self._run = uuid.uuid4().hex[:8]

    def create(self, name, keys, global_indexes=(), local_indexes=()):
        """Makes both tables anew; the arguments are those of `wire.table`."""
        for real in (self.own(name), self.twin(name)):
            self.http.create_table(wire.table(real, keys, global_indexes, local_indexes))

    def drop(self, name):
        for real in (self.own(name), self.twin(name)):
            self.http.drop_table(real)

    def own(self, name):
        return f"{self._prefix}{name}"

    def twin(self, name):
        return f"{self._prefix}{name}-twin"

    def check(self, name, holds, detail=""):
        return self.tally.check(name, holds, detail)

    def equal(self, name, actual, expected):
        return self.tally.check(name, actual == expected, lambda: "\n     ".join(differences(expected, actual)))

    def call(self, name, operation, request, *, expected=None, ordered=True):
        """One check: the client answers as HTTP does, and as `expected` has it; returns the client's answer.

        `expected` is the wanted output, in part or whole: members named there must be equal.
        """
        answer, wanted = self.both(operation, request, ordered=ordered)
        if "unsupported" in answer:
            self.tally.skip(name, answer["unsupported"])
            return answer
        self.equal(name, answer, wanted)
        if expected is not None:
            normal = answers.output(expected, ordered=ordered)
            output = answer.get("output", {})
            self.equal(f"{name}: as it should", {member: output.get(member) for member in normal}, normal)
        return answer

    def refused(self, name, operation, request, error, *, own_words=False):
        """One check: both sides answer with this error; `own_words` where clients refuse it before they send it."""
        answer, wanted = self.both(operation, request)
        if "unsupported" in answer:
            self.tally.skip(name, answer["unsupported"])
            return answer
        self.equal(f"{name}: over HTTP", wanted.get("error", {}).get("type"), error)
        if own_words:
            self.equal(name, answer.get("error", {}).get("type"), error)
        else:
            self.equal(name, answer, wanted)
        return answer

    def both(self, operation, request, *, ordered=True):
        """The answers of the client and of HTTP in normal form."""
        return (
            self._normal(self.subject.call(operation, self._renamed(request, self.own)), ordered),
            self._normal(self.reference.call(operation, self._renamed(request, self.twin)), ordered),
        )

    def together(self, calls):
        """The client's answers, in normal form, to calls made at once; HTTP's twins get the same calls."""
        self.reference.together([(o, self._renamed(i, self.twin)) for o, i in calls])
        found = self.subject.together([(o, self._renamed(i, self.own)) for o, i in calls])
        return [self._normal(answer, True) for answer in found]

    def alone(self, operation, request):
        """The client's answer in normal form; HTTP is not asked."""
        return self._normal(self.subject.call(operation, self._renamed(request, self.own)), True)

    def must(self, operation, request):
        """The client's output, where only success will do."""
        answer, wanted = self.both(operation, request)
        if answer != wanted or "output" not in answer:
            raise Failed(f"{operation}: {short(answer)}, but HTTP {short(wanted)}")
        return answer["output"]

    def over_http(self, operation, request):
        """HTTP's answer, in normal form, for the client's own table."""
        return self._normal({"output": self.http.must(operation, self._renamed(request, self.own))}, True)["output"]

    def twin_over_http(self, operation, request):
        """The same for the twin, where both tables are to stay alike."""
        return self._normal({"output": self.http.must(operation, self._renamed(request, self.twin))}, True)["output"]

    def pages(self, name, operation, request, *, ordered=True):
        """One check: all items of a Query or Scan by pages; each page is compared where order is defined."""
        try:
            return self._compared_pages(name, operation, request, ordered)
        except Failed as problem:
            self.check(name, False, problem)
            return []

    def _compared_pages(self, name, operation, request, ordered):
        own_pages, own_counts = self._paged(self.subject, operation, self._renamed(request, self.own))
        twin_pages, twin_counts = self._paged(self.reference, operation, self._renamed(request, self.twin))
        own = [item for page in own_pages for item in page]
        twin = [item for page in twin_pages for item in page]
        if ordered:
            self.equal(name, (own_pages, own_counts), (twin_pages, twin_counts))
        else:
            self.equal(name, answers.in_order(own), answers.in_order(twin))
        return own

    def own_pages(self, operation, request):
        """The client's items of a Query or Scan by pages; HTTP is not asked."""
        pages, _ = self._paged(self.subject, operation, self._renamed(request, self.own))
        return [item for page in pages for item in page]

    @staticmethod
    def _paged(side, operation, request):
        pages, counts = [], []
        for _ in range(1000):
            answer = side.call(operation, request)
            if "output" not in answer:
                raise Failed(f"{side.name}, page {len(pages)} of {operation}: {short(answer)}")
            output = answer["output"]
            pages.append(answers.value(output.get("Items", [])))
            counts.append((output["Count"], output["ScannedCount"]))
            if not output.get("LastEvaluatedKey"):
                return pages, counts
            request = {**request, "ExclusiveStartKey": output["LastEvaluatedKey"]}
        raise Failed(f"{operation} does not end")

    def same_items(self, name, table):
        """One check: after what both sides did, their tables hold the same, read over HTTP."""
        own, twin = (
            answers.in_order(answers.value(list(self.http.pages("Scan", {"TableName": real, "ConsistentRead": True}))))
            for real in (self.own(table), self.twin(table))
        )
        self.equal(name, own, twin)

    def close(self):
        self.http.close()

    def _normal(self, answer, ordered):
        answer = self._named(answer)
        if "output" in answer:
            return {"output": answers.output(answer["output"], ordered=ordered)}
        if "error" in answer:
            found = answer["error"]
            error = {"type": faults.TYPES.get(found["type"], found["type"]), "message": found.get("message")}
            if "reasons" in found:
                error["reasons"] = answers.reasons(found["reasons"])
            return {"error": error}
        return answer

    def _renamed(self, request, rename):
        """A request whose tables are one side's."""
        if isinstance(request, list):
            return [self._renamed(element, rename) for element in request]
        if not isinstance(request, dict):
            return request
        renamed = {}
        for name, member in request.items():
            if name == "TableName" and isinstance(member, str):
                renamed[name] = rename(member)
            elif name == "RequestItems":
                renamed[name] = {rename(table): self._renamed(requests, rename) for table, requests in member.items()}
            elif name in ("TransactItems", "Put", "Get", "Update", "Delete", "ConditionCheck"):
                renamed[name] = self._renamed(member, rename)
            elif name == "ClientRequestToken":
                renamed[name] = rename(f"{self._run}{member}")
            else:
                renamed[name] = member
        return renamed

    def _named(self, node):
        """An answer whose tables are named as in the scenario."""
        if isinstance(node, list):
            return [self._named(element) for element in node]
        if isinstance(node, dict):
            return {self._plain(name): self._named(member) for name, member in node.items()}
        return self._plain(node)

    def _plain(self, text):
        if isinstance(text, str) and self._prefix in text:
            return text.replace("-twin", "").replace(self._prefix, "")
        return text


def differences(expected, actual, path="", most=4):
    """Where two answers differ, a line each."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        pairs = [(f"{path}.{name}", expected.get(name), actual.get(name)) for name in sorted({*expected, *actual})]
    elif isinstance(expected, (list, tuple)) and isinstance(actual, (list, tuple)) and len(expected) == len(actual):
        pairs = [(f"{path}[{index}]", *pair) for index, pair in enumerate(zip(expected, actual))]
    else:
        return [f"{path or 'all'}: expected {short(expected)}, but was {short(actual)}"]
    found = []
    for inner, one, other in pairs:
        if one != other and len(found) < most:
            found += differences(one, other, inner, most - len(found))
    return found


def short(node):
    text = json.dumps(node, ensure_ascii=False, sort_keys=True, default=str)
    return text if len(text) <= 500 else f"{text[:300]} … {text[-150:]} ({len(text)} characters)"
