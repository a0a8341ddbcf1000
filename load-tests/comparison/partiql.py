"""Random PartiQL statements of the whole dialect, alone, in batches and in transactions.

Each is written token by token with blanks between, so that a broken one can be made of a good one, and then set as
people set statements: keywords in any case, comments, more blanks or fewer.
"""

import re

from comparison import expressions, values

COMPARATORS = ["=", "=", "=", "<>", "!=", "<", "<=", ">", ">="]
TYPES = ["BOOL", "BOOLEAN", "STRING", "NUMERIC", "BLOB", "STRUCT", "TUPLE", "LIST"]
OTHER_TYPES = ["INT4", "INT8", "DOUBLE PRECISION", "CHARACTER VARYING", "SYMBOL", "BAG", "DATE", "FOO"]
STRAY = [
    *(
        "AND",
        "OR",
        "NOT",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ".",
        "=",
        "==",
        "<",
        "?",
        ";",
        "*",
        "#",
        "IS",
        "IN",
        "foo",
    ),
    *(
        "SELECT",
        "WHERE",
        "SET",
        "REMOVE",
        "VALUE",
        "BETWEEN",
        "MISSING",
        "NULL",
        "'x'",
        "1",
        "<<",
        ">>",
        "'",
        '"',
        "/*",
    ),
    *("AS", "GROUP", "LIMIT", "JOIN", "UNION", "HAVING", "RETURNING", "EXISTS", "LIKE", "%", "||", "+", "-"),
]
TAILS = [
    "LIMIT 1",
    "GROUP BY a",
    "AS t",
    "t",
    "; SELECT * FROM t",
    "JOIN x ON a = b",
    "RETURNING ALL OLD *",
    ";;",
    "+ 1",
]
# Words of the language that attributes of these tests are called by, too.
PLAIN = ["a", "b", "num", "str", "flag"]
RESERVED = {"size", "name", "status", "list", "map", "bin"}
KEYWORD = re.compile(
    r"\b(SELECT|FROM|WHERE|AND|OR|NOT|IN|BETWEEN|IS|MISSING|NULL|TRUE|FALSE|ORDER|BY|ASC|DESC|INSERT|INTO|VALUE|UPDATE"
    r"|SET|REMOVE|DELETE|RETURNING|ALL|MODIFIED|OLD|NEW|EXISTS|SIZE|CONTAINS|BEGINS_WITH|ATTRIBUTE_\w+|LIST_APPEND"
    r"|SET_ADD|SET_DELETE)\b(?=\s|$)"
)
QUOTED = re.compile(r"""('(?:[^']|'')*'|"[^"]*")""")
ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/"
BAD_NUMBERS = ["1e126", "1e-131", "1" * 39, "1e", "1.2.3", "1e99999999999", "1e2147483647", "0x1", "00"]


class Text:
    """A statement while it is written; parameters take the places of some of its values, in their order."""

    def __init__(self, rng, broken, *, parameters, by_arn):
        self.rng = rng
        self.broken = broken
        self.parameters = []
        self.by_arn = by_arn
        self._share = 0.4 if parameters else 0

    def wrong(self, chance=0.06):
        return self.broken.strikes(chance)

    def name(self, attribute):
        if self.wrong(0.03):
            return self.rng.choice(("select", "order", '""', "1a", "'a'", "a-b", "`a`", "value"))
        plain = re.fullmatch(r"\w+", attribute) and attribute.isascii() and attribute not in RESERVED
        return attribute if plain and self.rng.random() < 0.6 else f'"{attribute}"'

    def path(self, only=None):
        rng = self.rng
        attribute = rng.choice(only or values.NAMES)
        path = attribute if only is PLAIN and not self.wrong(0.03) else self.name(attribute)
        while rng.random() < (0.6 if attribute in ("map", "list") and "." not in path and "[" not in path else 0.04):
            if attribute == "list" or rng.random() < 0.4:
                index = rng.choice(("-1", "x", "'a'", "1.5", "")) if self.wrong() else rng.choice(("0", "0", "1", "2"))
                path += f"[{index}]"
            else:
                path += "." + self.name(rng.choice(values.NAMES))
        return path

    def value(self, given=None):
        """A literal or a parameter; what has no literal is always one."""
        given = values.value(self.rng) if given is None else given
        if self.wrong(0.04):
            return self.rng.choice(
                (
                    *BAD_NUMBERS,
                    "<<>>",
                    "<<1,1.0>>",
                    "<<'a','a'>>",
                    "<<1,'a'>>",
                    "<<true>>",
                    "{a:1}",
                    "foo(1)",
                    "a",
                    "MISSING",
                )
            )
        return self.literal(given)

    def literal(self, given, *, nested=False):
        """The peer takes no parameters within lists and maps."""
        if self.rng.random() < (0.02 if nested else 1) * self._share:
            return self.parameter(given)
        ((kind, held),) = given.items()
        if kind in ("B", "BS"):
            return "'binary'" if nested and self.rng.random() > 0.02 else self.parameter(given)
        inner = self.elements(kind, held)
        return {
            "S": lambda: "'" + held.replace("'", "''") + "'",
            "N": lambda: held,
            "BOOL": lambda: str(held).upper(),
            "NULL": lambda: "NULL",
            "SS": lambda: f"<< {inner} >>",
            "NS": lambda: f"<< {inner} >>",
            "L": lambda: f"[ {inner} ]",
            "M": lambda: f"{{ {inner} }}",
        }[kind]()

    def elements(self, kind, held):
        if kind == "M":
            return " , ".join([f"'{name}' : {self.literal(value, nested=True)}" for name, value in held.items()])
        if kind == "L":
            return " , ".join([self.literal(value, nested=True) for value in held])
        return " , ".join(f"'{member}'" if kind == "SS" else member for member in held) if kind in ("SS", "NS") else ""

    def parameter(self, given):
        self.parameters.append(values.broken(self.rng) if self.wrong(0.02) else given)
        return "?"

    def table(self, table, index=None):
        name = table.name
        if self.wrong(0.04):
            name = self.rng.choice(("missing-table", "x", ""))
        elif self.by_arn and not self.broken and self.rng.random() < 0.05:
            name = ARN + name
        if index is None:
            return f'"{name}"'
        return f'"{name}"."{index if not self.wrong(0.06) else self.rng.choice(("nope", ""))}"'


def condition(text, depth=2):
    rng = text.rng
    draw = rng.random()
    if depth > 0 and draw < 0.2:
        joined = f" {rng.choice(('AND', 'OR'))} ".join([condition(text, depth - 1) for _ in range(2)])
        return f"( {joined} )" if rng.random() < 0.5 else joined
    if depth > 0 and draw < 0.27:
        return f"NOT {condition(text, depth - 1)}"
    if draw < 0.55:
        left = text.path() if rng.random() < 0.85 else f"size ( {text.path()} )"
        comparator = rng.choice(COMPARATORS)
        if comparator in ("=", "<>", "!=") or text.wrong(0.2):
            return f"{left} {comparator} {text.path(PLAIN) if rng.random() < 0.1 else text.value()}"
        return f"{left} {comparator} {text.value(orderable(rng))}"
    if draw < 0.63:
        kind = rng.choice("SN")
        low, high = expressions.ordered(rng, kind, text.broken)
        negated = "NOT " if rng.random() < 0.15 else ""
        return f"{text.path()} {negated}BETWEEN {text.value(low)} AND {text.value(high)}"
    if draw < 0.7:
        opening, closing = rng.choice(("[]", "()"))
        negated = "NOT " if rng.random() < 0.15 else ""
        path = text.path()
        members = " , ".join([text.value() for _ in range(rng.randrange(0 if text.wrong(0.1) else 1, 4))])
        return f"{path} {negated}IN {opening} {members} {closing}"
    if draw < 0.82:
        kinds = OTHER_TYPES if text.wrong(0.1) else ("MISSING", "MISSING", "NULL", "NULL", *TYPES)
        return f"{text.path()} IS {'NOT ' if rng.random() < 0.3 else ''}{rng.choice(kinds)}"
    return function(text)


def orderable(rng):
    return rng.choice((values.number, values.string))(rng)


def function(text):
    rng = text.rng
    name = rng.choice(expressions.FUNCTIONS)
    arguments = [text.path() if not text.wrong(0.03) else text.value()]
    if name == "begins_with":
        arguments.append(text.value(None if text.wrong() else values.string(rng)))
    elif name == "contains":
        arguments.append(text.value() if rng.random() < 0.9 else text.path(PLAIN))
    elif name == "attribute_type":
        arguments.append(text.value({"S": "X"} if text.wrong() else {"S": rng.choice(expressions.TYPES)}))
    if text.wrong():
        arguments = arguments[1:] if rng.random() < 0.5 else [*arguments, text.value()]
    if text.wrong():
        name = rng.choice(("exists", "if_not_exists", "list_append", "size", "upper", "count"))
    call = f"{name} ( {' , '.join(arguments)} )"
    return (
        f"{call} = {rng.choice(('TRUE', 'FALSE'))}" if name.startswith("attribute_") and rng.random() < 0.15 else call
    )


def key_equality(text, key):
    """Every key attribute equal to a value: what names one item."""
    parts = [f"{text.name(name)} = {text.literal(value)}" for name, value in key.items()]
    if text.wrong(0.06):
        parts.pop()
    if text.wrong(0.06):
        name, value = text.rng.choice(list(key.items()))
        parts.append(f"{text.name(name)} = {text.literal(value)}")
    if text.wrong(0.06):
        parts[-1:] = [f"{text.name(text.rng.choice(list(key)))} = {text.value()}"]
    return " AND ".join(parts) if parts else "pk = 1"


def of_partition(text, hash_key):
    rng = text.rng
    name = text.name(hash_key[0])
    draw = rng.random()
    if draw < 0.7:
        return f"{name} = {text.literal(values.key_value(rng, hash_key[1]))}"
    some = several(rng, hash_key[1])
    if draw < 0.9:
        return f"{name} IN [ {' , '.join([text.literal(v) for v in some])} ]"
    return f"( {' OR '.join([f'{name} = {text.literal(v)}' for v in some])} )"


def several(rng, kind):
    """Key values that differ by value."""
    pool = {"S": ("p", "q", "r"), "N": ("1", "2", "3", "10"), "B": (b"p", b"\x00", b"\xff\x01")}[kind]
    chosen = rng.sample(pool, rng.randrange(1, 4))
    return [{kind: values.encoded(v) if kind == "B" else v} for v in chosen]


def of_sort(text, range_key):
    rng = text.rng
    name, kind = range_key
    written = text.name(name)

    def bound():
        return text.literal(values.key_value(rng, kind if not text.wrong() else rng.choice("SN")))

    draw = rng.random()
    if draw < 0.6:
        return f"{written} {rng.choice(('=', '<', '<=', '>', '>=', '<>'))} {bound()}"
    if draw < 0.75:
        low, high = expressions.ordered(rng, kind, text.broken)
        return f"{written} BETWEEN {text.literal(low)} AND {text.literal(high)}"
    if draw < 0.85:
        return f"{written} IN [ {' , '.join([text.literal(v) for v in several(rng, kind)])} ]"
    if draw < 0.95 and kind == "S":
        return f"begins_with ( {written} , {bound()} )"
    return f"{written} > {bound()} AND {written} < {bound()}"


def order(text, keys):
    rng = text.rng
    names = [key[0] for key in keys if key]
    chosen = names if rng.random() < 0.6 else rng.sample(names, rng.randrange(1, len(names) + 1))
    if text.wrong(0.15):
        chosen = [rng.choice(("a", "num", "map.a", "1", "size(a)"))]
    terms = (f"{n if '.' in n else text.name(n)}{rng.choice(('', ' ASC', ' DESC'))}" for n in chosen)
    return f" ORDER BY {' , '.join(terms)}"


def select(text, table):
    rng = text.rng
    index = rng.choice(list(table.indexes)) if table.indexes and rng.random() < 0.4 else None
    keys = table.keys_of(index)
    fields = "*"
    if rng.random() < 0.4:
        own = list(table.key_names())
        fields = " , ".join([text.path([*values.NAMES, *own]) for _ in range(rng.randrange(1, 4))])
        if text.wrong(0.08):
            fields = rng.choice(
                ("COUNT ( * )", "size ( a )", "a AS b", "a . *", "1", "'a'", "*, a", "? ", "DISTINCT a")
            )
    statement = f"SELECT {fields} FROM {text.table(table, index)}"
    parts = []
    is_keyed = rng.random() < 0.75
    if is_keyed:
        parts.append(of_partition(text, keys[0]))
        if keys[1] and rng.random() < 0.6:
            parts.append(of_sort(text, keys[1]))
    if rng.random() < 0.35:
        part = condition(text, 1)
        parts.append(f"( {part} )" if " OR " in part and rng.random() < 0.7 else part)
    if parts:
        statement += f" WHERE {' AND '.join(parts)}"
        if is_keyed and rng.random() < 0.08:
            statement += f" OR {of_partition(text, keys[0])}"
    if (is_keyed and rng.random() < 0.35) or text.wrong(0.08):
        statement += order(text, keys)
    return statement


def select_one(text, table, key):
    fields = "*" if text.rng.random() < 0.6 else " , ".join([text.path() for _ in range(text.rng.randrange(1, 3))])
    more = f" AND {condition(text, 0)}" if text.wrong(0.2) else ""
    index = text.rng.choice(list(table.indexes)) if table.indexes and text.wrong(0.06) else None
    return f"SELECT {fields} FROM {text.table(table, index)} WHERE {key_equality(text, key)}{more}"


def exists(text, table, key):
    more = "" if text.wrong(0.2) else f" AND {condition(text, 0)}"
    return f"EXISTS ( SELECT * FROM {text.table(table)} WHERE {key_equality(text, key)}{more} )"


def insert(text, table, key):
    item = {**table.item(text.rng), **key}
    if text.wrong(0.1):
        item.pop(text.rng.choice(table.key_names()), None)
    if text.wrong(0.1):
        item[text.rng.choice(table.key_names())] = text.rng.choice(({"S": ""}, {"N": "1"}, {"BOOL": True}, {"L": []}))
    index = text.rng.choice(list(table.indexes)) if table.indexes and text.wrong(0.03) else None
    target = text.table(table, index)
    if text.rng.random() < 0.01:
        return f"INSERT INTO {target} VALUE {text.parameter({'M': item})}"
    members = " , ".join([f"'{name}' : {text.value(value)}" for name, value in item.items()])
    return f"INSERT INTO {target} VALUE {{ {members} }}"


def assigned(text, target, attribute):
    rng = text.rng
    # The peer takes no quoted names here.
    target = target.replace('"', "") if rng.random() < 0.9 else target
    draw = rng.random()
    if attribute in ("tags", "nums") and draw < 0.6:
        members = values.typical(rng, attribute, sure=True)
        first = target if not text.wrong(0.06) else text.path()
        return f"{rng.choice(('set_add', 'set_delete'))} ( {first} , {text.value(members)} )"
    if attribute == "num" and draw < 0.5:
        sides = [target, text.value(values.number(rng))]
        return f" {rng.choice('+-')} ".join(sides if rng.random() < 0.8 else sides[::-1])
    if attribute == "list" and draw < 0.6:
        sides = [target, text.value(values.a_list(rng))]
        return f"list_append ( {' , '.join(sides if rng.random() < 0.7 else sides[::-1])} )"
    if text.wrong(0.06):
        return rng.choice(
            ("if_not_exists ( a , 1 )", "set_add ( a )", "list_append ( a )", "size ( a )", "a * 2", "NOT a")
        )
    return text.value(values.typical(rng, attribute, sure=True) if rng.random() < 0.6 else None)


def clauses(text, table):
    rng = text.rng
    taken, written = [], []
    for _ in range(rng.choice((1, 1, 2, 3))):
        pool = [n for n in values.NAMES if n not in taken]
        if text.wrong(0.08):
            pool = table.key_names() + (taken or ["a"])
        attribute = rng.choice(pool)
        if table.indexes and rng.random() < 0.1:
            attribute = rng.choice([n for n, _ in table.index_attributes()] or pool)
        if attribute in taken and not text.broken:
            continue
        taken.append(attribute)
        target = text.path([attribute])
        written.append(
            f"REMOVE {target}" if rng.random() < 0.25 else f"SET {target} = {assigned(text, target, attribute)}"
        )
    joined = " ".join(written)
    # Some write further assignments behind a comma.
    return joined.replace(" SET ", " , ") if rng.random() < 0.2 and "REMOVE" not in joined else joined


def returning(text, *kinds):
    if text.rng.random() > 0.4:
        return ""
    if text.wrong(0.1):
        return text.rng.choice(
            (" RETURNING ALL NEW", " RETURNING *", " RETURNING MODIFIED OLD a", " RETURNING ALL OLD *")
        )
    return f" RETURNING {text.rng.choice(kinds)} *"


def update(text, table, key):
    rng = text.rng
    index = rng.choice(list(table.indexes)) if table.indexes and text.wrong(0.04) else None
    target = text.table(table, index)

    def where():
        more = f" AND {condition(text, 0)}" if rng.random() < 0.35 else ""
        return f" WHERE {key_equality(text, key)}{more}"

    kinds = ("ALL OLD", "ALL NEW", "MODIFIED OLD", "MODIFIED NEW")
    if rng.random() < 0.1:
        return f"FROM {target}{where()} {clauses(text, table)}{returning(text, *kinds)}"
    return f"UPDATE {target} {clauses(text, table)}{where()}{returning(text, *kinds)}"


def delete(text, table, key):
    index = text.rng.choice(list(table.indexes)) if table.indexes and text.wrong(0.04) else None
    target = text.table(table, index)
    more = f" AND {condition(text, 0)}" if text.rng.random() < 0.35 else ""
    kinds = ("ALL OLD", "ALL OLD", "ALL OLD", "ALL NEW" if text.wrong(0.1) else "ALL OLD")
    return f"DELETE FROM {target} WHERE {key_equality(text, key)}{more}{returning(text, *kinds)}"


WRITES = (insert, insert, update, update, update, delete)


def spoiled(text, statement):
    """The statement with one token too many, too few or out of place, or another end."""
    if not text.wrong(0.25):
        return statement
    rng = text.rng
    tokens = statement.split(" ")
    position = rng.randrange(len(tokens))
    action = rng.randrange(7)
    if action <= 1:
        del tokens[position]
    elif action == 2:
        tokens.insert(position, tokens[position])
    elif action <= 4:
        tokens.insert(position, rng.choice(STRAY))
    elif action == 5:
        tokens.append(rng.choice(TAILS))
    else:
        return rng.choice(("", " ", ";", "FOO", "1", "a.b", "'x'", "SELECT", *(" ".join(tokens[:position]),) * 4))
    return " ".join(tokens)


def set_as_people_do(rng, statement):
    """Other cases, comments, other blanks: all means the same."""
    parts = QUOTED.split(statement)
    for at in range(0, len(parts), 2):
        if rng.random() < 0.3:
            parts[at] = KEYWORD.sub(lambda found: rng.choice((found[0].lower(), found[0].title())), parts[at])
        if rng.random() < 0.3:
            parts[at] = re.sub(r" ?([=,()\[\]{}:]) ?", r"\1", parts[at])
    statement = "".join(parts)
    if rng.random() < 0.05:
        statement = statement.replace(" FROM ", rng.choice(("  FROM\n", " /* from */ FROM ", " -- from\n FROM ")))
    return statement + rng.choice((";", " ;", " -- end")) if rng.random() < 0.05 else statement


def written(rng, broken, write, *, by_arn=False):
    """One statement with its parameters, as the member of a request."""
    text = Text(rng, broken, parameters=rng.random() < 0.6, by_arn=by_arn)
    statement = set_as_people_do(rng, spoiled(text, write(text)))
    if text.wrong(0.04):
        text.parameters.append({"S": "more"})
    if text.parameters and text.wrong(0.04):
        text.parameters.pop()
    entry = {"Statement": statement}
    if text.parameters or text.wrong(0.02):
        entry["Parameters"] = text.parameters
    return entry


def a_table(rng):
    return rng.choice(values.TABLES[:2] * 3 + values.TABLES)


def returns(rng, request):
    if rng.random() < 0.5:
        request["ReturnConsumedCapacity"] = rng.choice(("TOTAL", "INDEXES", "NONE"))


def failing(rng, entry):
    if rng.random() < 0.3:
        entry["ReturnValuesOnConditionCheckFailure"] = rng.choice(("ALL_OLD", "NONE"))
    return entry


def execute_statement(rng, broken):
    table = a_table(rng)
    if rng.random() < 0.5:
        request = written(rng, broken, lambda text: select(text, table), by_arn=True)
        if rng.random() < 0.3:
            request["Limit"] = rng.choice((1, 2, 3, 100)) if not broken.strikes(0.1) else rng.choice((0, -1))
        if rng.random() < (0.2 if "." not in request["Statement"] or broken.strikes(0.2) else 0):
            request["ConsistentRead"] = True
    else:
        write = rng.choice(WRITES) if not broken.strikes(0.03) else exists
        request = failing(rng, written(rng, broken, lambda text: write(text, table, table.key(rng))))
    returns(rng, request)
    return request


def several_written(rng, broken, kinds, most):
    """Statements about different items, unless errors are wanted."""
    found, marks = [], set()
    for _ in range(rng.randrange(1, most)):
        table = a_table(rng)
        key = table.key(rng)
        mark = (table.name, str(key).replace("1.0", "1"))
        if mark in marks and not broken.strikes(0.3):
            continue
        marks.add(mark)
        write = rng.choice(kinds)
        if broken.strikes(0.04):
            write = rng.choice((*WRITES, select_one, exists, lambda text, of, _: select(text, of)))
        found.append(written(rng, broken, lambda text, w=write, t=table, k=key: w(text, t, k)))
    return found


def batch_execute_statement(rng, broken):
    is_read = rng.random() < 0.4
    found = several_written(rng, broken, (select_one,) if is_read else WRITES, 5)
    for entry in found:
        if is_read and rng.random() < 0.2:
            entry["ConsistentRead"] = True
        elif not is_read:
            failing(rng, entry)
    request = {"Statements": found}
    returns(rng, request)
    return request


def execute_transaction(rng, broken):
    is_read = rng.random() < 0.35
    found = several_written(rng, broken, (select_one,) if is_read else (*WRITES * 4, exists), 5)
    for entry in found:
        failing(rng, entry)
    request = {"TransactStatements": found}
    if not is_read and rng.random() < 0.1:
        request["ClientRequestToken"] = rng.choice(values.TOKENS)
    returns(rng, request)
    return request


OPERATIONS = {
    "ExecuteStatement": (execute_statement, 12),
    "BatchExecuteStatement": (batch_execute_statement, 3),
    "ExecuteTransaction": (execute_transaction, 3),
}


def statements(request):
    """The texts of a request's statements."""
    members = [request.get(name) for name in ("Statements", "TransactStatements")]
    entries = [request, *(entry for member in members if isinstance(member, list) for entry in member)]
    return [str(entry["Statement"]) for entry in entries if isinstance(entry, dict) and "Statement" in entry]


def verb(statement):
    found = re.match(r"\s*(select|insert|update|delete|from|exists)\b", statement, re.IGNORECASE)
    return {"FROM": "UPDATE"}.get(found[1].upper(), found[1].upper()) if found else "nothing"


def writes(request):
    return any(verb(statement) not in ("SELECT", "nothing") for statement in statements(request))


def kind(request):
    """What tells apart two kinds of such a request."""
    if "Statement" in request:
        return verb(str(request["Statement"]))
    return "that writes" if writes(request) else "that reads"


def has_one_order(statement):
    """Whether its items may come in one order only: those of a table, by a clause that says which."""
    return bool(re.search(r"\border\s+by\b", statement, re.IGNORECASE)) and not re.search(
        r'from\s+"[^"]*"\s*\.', statement, re.IGNORECASE
    )
