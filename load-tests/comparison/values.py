"""Random attribute values, items and keys, from small pools so that calls meet each other's items."""

import base64

TOKENS = [f"token-{n}" for n in range(12)]
NAMES = [
    "a",
    "b",
    "c",
    "num",
    "str",
    "list",
    "map",
    "tags",
    "nums",
    "flag",
    "bin",
    "status",
    "size",
    "name",
    "x.y",
    "é",
]
NUMBERS = [
    "0",
    "1",
    "-1",
    "2",
    "10",
    "3.5",
    "-0.25",
    "1e3",
    "100",
    "007",
    "1.50",
    "+5",
    "12345678901234567890123456789012345678",
    "1E-130",
    "9.9E+125",
    "-9.9E+125",
    "0.00001",
]
BAD_NUMBERS = [
    "",
    "abc",
    "1e126",
    "1e-131",
    "1" * 39,
    "NaN",
    "Infinity",
    "0x1",
    "1 ",
    " 1",
    "1e",
    "--1",
    "1.2.3",
    "0e126",
    "1e99999999999",
]
STRINGS = ["", "a", "b", "ab", "abc", "text", "Text", "ü", "日本", "😀", "z" * 30, "1", "10", "2"]
BYTES = [b"", b"\x00", b"a", b"ab", b"\xff", b"\x00\xff"]


def encoded(raw):
    return base64.b64encode(raw).decode()


def number(rng):
    return {"N": rng.choice(NUMBERS)}


def string(rng):
    return {"S": rng.choice(STRINGS)}


def binary(rng):
    return {"B": encoded(rng.choice(BYTES))}


def scalar(rng):
    return rng.choice((number, string, string, number, binary, boolean, null))(rng)


def boolean(rng):
    return {"BOOL": rng.random() < 0.5}


def null(_rng):
    return {"NULL": True}


def a_set(rng):
    kind = rng.choice(("SS", "SS", "NS", "BS"))
    pool = {"SS": STRINGS, "NS": ["1", "2", "3", "10", "-1", "3.5"], "BS": [encoded(b) for b in BYTES]}[kind]
    return {kind: rng.sample(pool, rng.randrange(1, 4))}


def a_list(rng, depth=2):
    return {"L": [value(rng, depth - 1) for _ in range(rng.randrange(0, 4))]}


def a_map(rng, depth=2):
    return {"M": {rng.choice(NAMES): value(rng, depth - 1) for _ in range(rng.randrange(0, 4))}}


def value(rng, depth=2):
    if depth <= 0 or rng.random() < 0.6:
        return scalar(rng)
    return rng.choice((a_set, lambda r: a_list(r, depth), lambda r: a_map(r, depth)))(rng)


def broken(rng):
    """A value that the service refuses."""
    return rng.choice(
        (
            lambda: {"N": rng.choice(BAD_NUMBERS)},
            dict,
            lambda: {"S": "a", "N": "1"},
            lambda: {"SS": []},
            lambda: {"NS": ["1", "1.0"]},
            lambda: {"SS": ["a", "a"]},
            lambda: {"BS": ["YQ==", "YQ=="]},
            lambda: {"NULL": False},
            lambda: {"B": "not base64!"},
            lambda: {"X": "unknown"},
            lambda: {"S": 1},
            lambda: {"N": 1},
            lambda: {"BOOL": "yes"},
            lambda: {"L": {"S": "a"}},
            lambda: {"M": [{"S": "a"}]},
            lambda: {"L": [{}]},
            lambda: {"M": {"a": {"N": "x"}}},
            lambda: {"NS": ["abc"]},
            lambda: {"S": None},
        )
    )()


class Table:
    """One of the tables that all calls use; `indexes` maps a name to (hash, range, projection, is global)."""

    def __init__(self, name, keys, indexes):
        self.name = name
        self.keys = keys
        self.indexes = indexes

    def key(self, rng):
        return {name: key_value(rng, kind) for name, kind in self.keys}

    def keys_of(self, index=None):
        """Partition and sort key of the table or of one of its indexes; None for no sort key."""
        if index:
            return self.indexes[index][:2]
        return self.keys[0], self.keys[1] if len(self.keys) > 1 else None

    def key_names(self):
        return [name for name, _ in self.keys]

    def index_attributes(self):
        for hash_key, range_key, _, _ in self.indexes.values():
            yield from (k for k in (hash_key, range_key) if k and k not in self.keys)

    def item(self, rng):
        item = self.key(rng)
        for name, kind in self.index_attributes():
            if rng.random() < 0.7:
                item[name] = key_value(rng, kind)
        for name in rng.sample(NAMES, rng.randrange(0, 5)):
            item[name] = typical(rng, name)
        return item


def typical(rng, name, *, sure=False):
    """Mostly (or surely) a value of the type that the attribute's name promises: work for expressions."""
    if not sure and rng.random() < 0.15:
        return value(rng)
    return {
        "num": number,
        "str": string,
        "list": a_list,
        "map": a_map,
        "tags": lambda r: {"SS": r.sample(STRINGS[1:6], 3)},
        "nums": lambda r: {"NS": r.sample(["1", "2", "3", "10"], 2)},
        "flag": boolean,
        "bin": binary,
    }.get(name, value)(rng)


def key_value(rng, kind):
    return {
        "S": lambda: {"S": rng.choice(("p", "q", "r", "pq", "ü"))},
        "N": lambda: {"N": rng.choice(("1", "2", "3", "-1", "10", "1.5", "1.0", "0"))},
        "B": lambda: {"B": rng.choice((encoded(b"p"), encoded(b"\x00"), encoded(b"\xff\x01")))},
    }[kind]()


TABLES = [
    Table("cmp-hash", [("pk", "S")], {}),
    Table(
        "cmp-range",
        [("pk", "S"), ("sk", "N")],
        {
            "lsi": (("pk", "S"), ("lr", "N"), "ALL", False),
            "lsi-keys": (("pk", "S"), ("ls", "S"), "KEYS_ONLY", False),
            "gsi": (("g", "S"), ("gn", "N"), "ALL", True),
            "gsi-keys": (("g", "S"), None, "KEYS_ONLY", True),
            "gsi-some": (("gn", "N"), None, ["a", "map"], True),
        },
    ),
    Table("cmp-binary", [("pk", "B"), ("sk", "S")], {"flip": (("sk", "S"), ("pk", "B"), "ALL", True)}),
    Table("cmp-number", [("pk", "N")], {"by-str": (("ls", "S"), ("pk", "N"), ["num"], True)}),
]
