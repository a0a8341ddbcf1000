"""The normal form of answers: what clients may write differently and mean the same."""

import decimal
import json

_EXACT = decimal.Context(prec=200)
# Absent and empty mean the same here.
_EMPTY_IS_ABSENT = (
    "UnprocessedKeys",
    "UnprocessedItems",
    "ItemCollectionMetrics",
    "ConsumedCapacity",
    "LastEvaluatedKey",
    "Attributes",
    "Items",
)


def number(text):
    """One text for each number, whatever zeros and exponent a client writes."""
    try:
        value = _EXACT.create_decimal(text).normalize(_EXACT)
    except decimal.DecimalException:
        return text
    if value.is_zero():
        return "0"
    return f"{value:f}" if abs(value.adjusted()) < 40 else str(value)


def value(node):
    """An attribute value, an item or anything that holds them: numbers in one form, sets sorted."""
    if isinstance(node, list):
        return [value(element) for element in node]
    if not isinstance(node, dict):
        return node
    if len(node) == 1:
        ((kind, content),) = node.items()
        if kind == "N" and isinstance(content, str):
            return {"N": number(content)}
        if kind == "NS" and isinstance(content, list):
            return {"NS": sorted(number(element) for element in content)}
        if kind in ("SS", "BS") and isinstance(content, list):
            return {kind: sorted(content)}
    return {name: value(member) for name, member in node.items()}


def in_order(nodes):
    """A list whose order says nothing."""
    return sorted(nodes, key=lambda node: json.dumps(node, sort_keys=True))


def output(body, *, ordered=True):
    """An answer's body in normal form; `ordered` says whether the order of Items counts."""
    normal = {name: _member(name, member, ordered) for name, member in value(body).items()}
    return {name: member for name, member in normal.items() if member or name not in _EMPTY_IS_ABSENT}


def _member(name, member, ordered):
    if name == "Items" and not ordered:
        return in_order(member)
    if name == "Responses" and isinstance(member, dict):
        return {table: in_order(items) for table, items in member.items()}
    if name == "UnprocessedKeys":
        return {table: keys for table, keys in member.items() if keys.get("Keys")}
    if name == "ConsumedCapacity":
        return _capacities(member)
    return member


def reasons(listed):
    """The cancellation reasons: code, message, item; a reason that is none has a code only."""
    return [
        {
            name: value(reason[name])
            for name in ("Code", "Message", "Item")
            if reason.get(name) and not (name == "Code" and reason[name] == "None")
        }
        for reason in listed
    ]


def _capacities(listed):
    if isinstance(listed, list):
        return in_order([_capacities(element) for element in listed])
    return {
        name: _capacities(member) if isinstance(member, dict) else member
        for name, member in listed.items()
        if member not in (None, {}, 0)
    }
