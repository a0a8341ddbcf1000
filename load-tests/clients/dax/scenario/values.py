"""Attribute values in few letters, and an item with one of everything."""

import base64


def s(text):
    return {"S": text}


def n(number):
    return {"N": str(number)}


def b(raw):
    return {"B": base64.b64encode(raw).decode()}


def ss(*texts):
    return {"SS": list(texts)}


def ns(*numbers):
    return {"NS": [str(number) for number in numbers]}


def bs(*raws):
    return {"BS": [base64.b64encode(raw).decode() for raw in raws]}


def lst(*values):
    return {"L": list(values)}


def m(**values):
    return {"M": values}


TRUE = {"BOOL": True}
FALSE = {"BOOL": False}
NULL = {"NULL": True}


def nested(depth):
    """A value of so many levels, maps and lists in turn."""
    value = s("bottom")
    for level in range(depth - 1):
        value = lst(n(level), value) if level % 2 else m(level=n(level), below=value)
    return value


# Every type of value, with what codecs stumble over.
VALUES = {
    "text": s("plain"),
    "empty text": s(""),
    "text of many scripts": s("Prozeß Ἰλιάς 日本語 🦊 \u0000 \uffff"),
    "long text": s("ß" * 40_000),
    "zero": n(0),
    "small": n(23),
    "one byte more": n(24),
    "negative": n(-25),
    "two bytes": n(65_535),
    "32 bits": n(4_294_967_296),
    "above 2^53": n(9_007_199_254_740_993),
    "2^63 - 1": n(9_223_372_036_854_775_807),
    "2^63": n(9_223_372_036_854_775_808),
    "2^64 - 1": n(18_446_744_073_709_551_615),
    "2^64": n(18_446_744_073_709_551_616),
    "-2^63": n(-9_223_372_036_854_775_808),
    "-2^64": n(-18_446_744_073_709_551_616),
    "-2^64 - 1": n(-18_446_744_073_709_551_617),
    "38 digits": n("12345678901234567890123456789012345678"),
    "38 digits after the point": n("0.12345678901234567890123456789012345678"),
    "fraction": n("3.14"),
    "a tenth": n("0.1"),
    "a third": n("0.3333333333333333333333333333"),
    "negative fraction": n("-42.5"),
    "hundredth": n("0.01"),
    "largest": n("9.9999999999999999999999999999999999999E+125"),
    "least": n("-9.9999999999999999999999999999999999999E+125"),
    "smallest": n("1E-130"),
    "smallest negative": n("-1E-130"),
    "1E40": n("1E40"),
    "1E100": n("1E100"),
    "true": TRUE,
    "false": FALSE,
    "null": NULL,
    "bytes": b(bytes(range(256))),
    "no bytes": b(b""),
    "texts": ss("b", "a", "ß"),
    "numbers": ns(3, 1, "2.5", "1E20", -7),
    "binaries": bs(b"\x00", b"\xff\xfe"),
    "list": lst(n(1), s("two"), NULL, TRUE, lst(), m(), b(b"\x01")),
    "empty list": lst(),
    "map": m(one=n(1), two=lst(s("x")), empty=m(), texts=ss("p", "q")),
    "empty map": m(),
    "30 levels": nested(30),
    "map with odd names": {"M": {"a.b": n(1), "#:": n(2), "ß": n(3), "S": s("not a type"), "B": n(4)}},
}


def everything():
    """Attributes of an item with each of the values."""
    return {f"of {name}": value for name, value in VALUES.items() if name != "long text"}
