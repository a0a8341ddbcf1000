"""Query and Scan followed to their end, so that servers are compared that put partitions in different orders."""

import copy

from comparison.differences import normal, text
from comparison.partiql import has_one_order

MAX_PAGES = 60


class Refused(Exception):
    """A page after the first that was refused; only the first may be."""

    def __init__(self, answer):
        super().__init__(answer.message)
        self.answer = answer


class Walk:
    """All pages, and for a Scan all segments, of one request whose first page is there already."""

    def __init__(self, wire, operation, request):
        self.wire = wire
        self.operation = operation
        self.request = request

    def whole(self, first):
        """The body of the first answer with the items of all pages, in an order of its own; counts are sums."""
        body = copy.deepcopy(first.body)
        if self.starts_in_the_middle():
            # What comes after a key depends on the order of partitions, or of entries with equal keys.
            return {"starts in the middle": True}
        pages = [first.body, *self.following(self.request, first.body)]
        segments = int(self.request.get("TotalSegments") or 1) if self.operation == "Scan" else 1
        if segments > 1:
            for segment in range(segments):
                if segment != int(self.request["Segment"]):
                    request = {**self.request, "Segment": segment}
                    answer = self.page(request)
                    pages += [answer, *self.following(request, answer)]
        body.pop("LastEvaluatedKey", None)
        for count in ("Count", "ScannedCount"):
            body[count] = sum(page[count] for page in pages)
        if "Items" in body:
            items = [item for page in pages for item in page["Items"]]
            # A Query of a table has one order only; entries of an index with equal keys have several.
            body["Items"] = items if self.is_ordered() else sorted(items, key=lambda i: text(normal(i)))
        if segments == 1:
            body["pages"] = len(pages)
        if "ConsumedCapacity" in body and not self.is_ordered():
            body["ConsumedCapacity"] = self.capacity([page["ConsumedCapacity"] for page in pages])
        return body

    def capacity(self, reports):
        """Of pages of one item each the units in an order of their own; which items share a page, no order tells."""
        if len(reports) == 1:
            return reports[0]
        if self.request.get("Limit") == 1:
            return sorted(reports, key=text)
        return "of several pages"

    def is_ordered(self):
        return self.operation == "Query" and "IndexName" not in self.request

    def starts_in_the_middle(self):
        return self.request.get("ExclusiveStartKey") is not None and not self.is_ordered()

    def following(self, request, page):
        for _ in range(MAX_PAGES):
            if "LastEvaluatedKey" not in page:
                return
            page = self.page({**request, "ExclusiveStartKey": page["LastEvaluatedKey"]})
            yield page

    def page(self, request):
        return page(self.wire, self.operation, request)


class StatementWalk:
    """All pages of a statement whose first page is there already."""

    def __init__(self, wire, request):
        self.wire = wire
        self.request = request

    def whole(self, first):
        """The body of the first answer with the items of all pages, in an order of its own unless there is but one."""
        body = {k: v for k, v in first.body.items() if k not in ("NextToken", "LastEvaluatedKey")}
        pages = [first.body]
        while "NextToken" in pages[-1] and len(pages) < MAX_PAGES:
            pages.append(page(self.wire, "ExecuteStatement", {**self.request, "NextToken": pages[-1]["NextToken"]}))
        items = [item for one in pages for item in one["Items"]]
        is_ordered = has_one_order(self.request["Statement"])
        body["Items"] = items if is_ordered else sorted(items, key=lambda i: text(normal(i)))
        if self.request.get("Limit") is not None or len(pages) > 1:
            # Which items share a page follows from the order of partitions; there may be an empty one at the end.
            body.pop("ConsumedCapacity", None)
        return body


def page(wire, operation, request):
    answer = wire.call(operation, request)
    if not answer.ok:
        raise Refused(answer)
    return answer.body
