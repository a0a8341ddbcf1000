"""Random expressions of all five kinds with their placeholders, and the legacy forms they replaced.

Most are valid; with a small probability each rule of the grammar is broken on purpose.
"""

from comparison import values

FUNCTIONS = ["attribute_exists", "attribute_not_exists", "begins_with", "contains", "attribute_type"]
RESERVED = ["status", "size", "name", "values", "count", "ABORT", "Zone"]
COMPARATORS = ["=", "<>", "<", "<=", ">", ">="]
LEGACY = [
    "EQ",
    "NE",
    "LE",
    "LT",
    "GE",
    "GT",
    "NOT_NULL",
    "NULL",
    "CONTAINS",
    "NOT_CONTAINS",
    "BEGINS_WITH",
    "IN",
    "BETWEEN",
]
TYPES = ["S", "N", "B", "SS", "NS", "BS", "BOOL", "NULL", "L", "M"]
PLAIN = ["a", "b", "c", "num", "str", "tags", "nums", "flag", "bin"]


class Scope:
    """The placeholders that the expressions of one request share."""

    def __init__(self, rng, broken):
        self.rng = rng
        self.broken = broken
        self.names = {}
        self.values = {}

    def wrong(self, chance=0.06):
        """Whether to break the rule at hand."""
        return self.broken.strikes(chance)

    def name(self, attribute):
        if self.wrong():
            return self.rng.choice([*RESERVED, "#undefined", "1abc", "a-b", "#", "_a"])
        if attribute not in PLAIN or self.rng.random() < 0.3:
            placeholder = next((p for p, n in self.names.items() if n == attribute), f"#n{len(self.names)}")
            self.names[placeholder] = attribute
            return placeholder
        return attribute

    def value(self, given=None):
        if self.wrong():
            return self.rng.choice([":undefined", "5", "'text'", ":", "null"])
        placeholder = f":v{len(self.values)}"
        self.values[placeholder] = values.broken(self.rng) if self.wrong(0.03) else given or values.value(self.rng)
        return placeholder

    def path(self, only=None):
        rng = self.rng
        attribute = rng.choice(only or values.NAMES)
        path = self.name(attribute)
        while rng.random() < (0.6 if attribute in ("map", "list") and "." not in path and "[" not in path else 0.04):
            if attribute == "list" or rng.random() < 0.4:
                path += (
                    f"[{rng.choice(('0', '0', '1', '2', '99') if not self.wrong() else ('-1', 'x', '', '1.5', '007'))}]"
                )
            else:
                path += "." + self.name(rng.choice(values.NAMES))
        return path

    def into(self, request):
        """Adds the placeholders to the request, sometimes one too many or too few."""
        if self.wrong(0.05):
            self.names["#unused"] = "a"
        if self.wrong(0.05):
            self.values[":unused"] = {"S": "a"}
        if self.wrong(0.03):
            self.names[self.rng.choice(("bad", "#", "#n n", ""))] = self.rng.choice(("a", ""))
        if self.wrong(0.03):
            self.values[self.rng.choice(("bad", ":", ":v v", ""))] = {"S": "a"}
        if self.names or self.wrong(0.03):
            request["ExpressionAttributeNames"] = self.names
        if self.values or self.wrong(0.03):
            request["ExpressionAttributeValues"] = self.values
        return request


def spoiled(scope, text):
    """The expression with one token too many, too few or out of place."""
    if not scope.wrong(0.12):
        return text
    rng = scope.rng
    tokens = text.split(" ")
    position = rng.randrange(len(tokens))
    action = rng.randrange(6)
    if action == 0:
        del tokens[position]
    elif action == 1:
        tokens.insert(position, tokens[position])
    elif action == 2:
        tokens.insert(position, rng.choice(["AND", "(", ")", ",", "=", "NOT", "foo", "SET", "==", "!=", "&", "#", ":"]))
    elif action == 3:
        tokens.append(rng.choice(["AND", "OR", ")", ",", "REMOVE"]))
    elif action == 4:
        return ""
    else:
        return "(" + text + ")" if rng.random() < 0.5 else "((" + text + "))"
    return " ".join(tokens)


def operand(scope):
    draw = scope.rng.random()
    if draw < 0.45:
        return scope.path()
    if draw < 0.92:
        return scope.value()
    return f"size ( {scope.path()} )"


def orderable(scope):
    """An operand of a type that has an order."""
    return scope.value(scope.rng.choice((values.number, values.string, values.binary))(scope.rng))


def condition(scope, depth=2):
    rng = scope.rng
    draw = rng.random()
    if depth > 0 and draw < 0.22:
        joined = f" {rng.choice(('AND', 'OR', 'and'))} ".join(condition(scope, depth - 1) for _ in range(2))
        return f"( {joined} )" if rng.random() < 0.4 else joined
    if depth > 0 and draw < 0.28:
        return f"NOT {condition(scope, depth - 1)}"
    if draw < 0.58:
        left = scope.path() if rng.random() < 0.9 else operand(scope)
        comparator = rng.choice(COMPARATORS)
        right = operand(scope) if comparator in ("=", "<>") or scope.wrong(0.3) else orderable(scope)
        # The operands must be distinct.
        return f"{left} {comparator} {right if right != left else orderable(scope)}"
    if draw < 0.66:
        bounds = ordered(rng, rng.choice("SN"), scope.broken)
        return f"{scope.path()} BETWEEN {scope.value(bounds[0])} AND {scope.value(bounds[1])}"
    if draw < 0.72:
        return f"{scope.path()} IN ( {' , '.join(operand(scope) for _ in range(rng.randrange(1, 4)))} )"
    return function(scope)


def ordered(rng, kind, broken):
    """The two bounds of a BETWEEN, in order unless errors are wanted."""
    bounds = [values.key_value(rng, kind), values.key_value(rng, kind)]
    if not broken.strikes(0.3):
        bounds.sort(key=lambda v: float(v["N"]) if kind == "N" else str(v))
    return bounds


def function(scope):
    rng = scope.rng
    name = rng.choice(FUNCTIONS)
    arguments = [scope.path()]
    if name == "begins_with":
        arguments.append(scope.value(None if scope.wrong() else rng.choice((values.string, values.binary))(rng)))
    elif name == "contains":
        arguments.append(operand(scope))
    elif name == "attribute_type":
        arguments.append(scope.value({"S": "X"} if scope.wrong() else {"S": rng.choice(TYPES)}))
    if scope.wrong():
        arguments = arguments[1:] if rng.random() < 0.5 else [*arguments, scope.value()]
    if scope.wrong():
        name = rng.choice(("exists", "Contains", "if_not_exists", "list_append", "size", "upper"))
    return f"{name} ( {' , '.join(arguments)} )"


def projection(scope):
    return spoiled(scope, " , ".join(scope.path() for _ in range(scope.rng.randrange(1, 4))))


def assigned(scope):
    """The right side of an assignment."""
    rng = scope.rng
    draw = rng.random()
    if draw < 0.6:
        return scope.value()
    if draw < 0.65:
        return scope.path()
    if draw < 0.75:
        return f"{scope.path(['num'])} {rng.choice('+-')} {scope.value(values.number(rng))}"
    if draw < 0.87:
        return f"if_not_exists ( {scope.path()} , {scope.value()} )"
    return f"list_append ( {scope.path(['list'])} , {scope.value(values.a_list(rng))} )"


def update(scope, table):
    rng = scope.rng
    clauses = []
    taken = []

    def target(only=None):
        # Overlaps are errors, so a root is used once unless errors are wanted.
        pool = [n for n in (only or values.NAMES) if n not in taken] or (only or values.NAMES)
        if scope.wrong():
            pool = table.key_names() + list(taken or "a")
        attribute = rng.choice(pool)
        taken.append(attribute)
        return scope.path([attribute])

    def free(names):
        return [name for name in names if name not in taken] or names

    def added(attribute):
        """An attribute with a value of its own type: what ADD and DELETE want."""
        given = values.value(rng) if scope.wrong(0.15) else values.typical(rng, attribute, sure=True)
        return f"{target([attribute])} {scope.value(given)}"

    for kind in rng.sample(("SET", "REMOVE", "ADD", "DELETE"), rng.choice((1, 1, 1, 2, 3))):
        several = range(rng.choice((1, 1, 2, 3)))
        if kind == "SET":
            index_keys = [name for name, _ in table.index_attributes()]
            text = " , ".join(
                f"{target(index_keys)} = {scope.value(rng.choice((values.number, values.string))(rng))}"
                if index_keys and rng.random() < 0.15
                else f"{target()} = {assigned(scope)}"
                for _ in several
            )
        elif kind == "REMOVE":
            text = " , ".join(target() for _ in several)
        elif kind == "ADD":
            text = " , ".join(added(name) for name in rng.sample(free(["num", "nums", "tags", "c"]), 1))
        else:
            text = " , ".join(added(name) for name in rng.sample(free(["nums", "tags"]), 1))
        clauses.append(f"{kind} {text}")
    if scope.wrong():
        clauses.append(clauses[0])
    return spoiled(scope, " ".join(clauses))


def key_condition(scope, hash_key, range_key):
    rng = scope.rng
    parts = [
        (
            f"{scope.name(hash_key[0])} {'=' if not scope.wrong() else rng.choice(COMPARATORS)} "
            f"{scope.value(values.key_value(rng, hash_key[1]))}"
        )
    ]
    if range_key and rng.random() < 0.7:
        name, kind = range_key

        def bound():
            return scope.value(values.key_value(rng, kind if not scope.wrong() else rng.choice("SNB")))

        draw = rng.random()
        if draw < 0.6:
            comparator = rng.choice(("=", "<", "<=", ">", ">=")) if not scope.wrong() else "<>"
            parts.append(f"{scope.name(name)} {comparator} {bound()}")
        elif draw < 0.8 or kind == "N":
            low, high = ordered(rng, kind, scope.broken)
            parts.append(f"{scope.name(name)} BETWEEN {scope.value(low)} AND {scope.value(high)}")
        else:
            parts.append(f"begins_with ( {scope.name(name)} , {bound()} )")
    if scope.wrong(0.1):
        parts.append(
            rng.choice((f"{scope.path()} = {scope.value()}", f"attribute_exists ( {scope.path()} )", parts[0]))
        )
    if rng.random() < 0.2:
        parts.reverse()
    return spoiled(scope, f" {'AND' if not scope.wrong() else 'OR'} ".join(parts))


# ---- legacy forms ----


def arguments_of(rng, operator, broken, kind=None):
    number = {"NULL": 0, "NOT_NULL": 0, "BETWEEN": 2, "IN": rng.randrange(1, 4)}.get(operator, 1)
    if broken.strikes(0.1):
        number = rng.randrange(0, 4)
    if kind is None and broken.strikes(0.1):
        return [values.value(rng) for _ in range(number)]
    kind = kind or rng.choice("SB" if operator == "BEGINS_WITH" else "SN")
    if operator == "BETWEEN" and number == 2:
        return ordered(rng, kind, broken)
    return [values.key_value(rng, kind) for _ in range(number)]


def legacy_conditions(rng, broken):
    """QueryFilter and ScanFilter."""
    conditions = {}
    for name in rng.sample(values.NAMES, rng.randrange(1, 3)):
        operator = rng.choice(LEGACY) if not broken.strikes(0.05) else "LIKE"
        conditions[name] = {"ComparisonOperator": operator}
        arguments = arguments_of(rng, operator, broken)
        if arguments or rng.random() < 0.3:
            conditions[name]["AttributeValueList"] = arguments
    return conditions


def legacy_key_conditions(rng, hash_key, range_key, broken):
    conditions = {
        hash_key[0]: {
            "ComparisonOperator": "EQ" if not broken.strikes(0.1) else rng.choice(LEGACY),
            "AttributeValueList": [values.key_value(rng, hash_key[1])],
        }
    }
    if range_key and rng.random() < 0.7:
        operator = rng.choice(LEGACY if broken.strikes(0.3) else ("EQ", "LE", "LT", "GE", "GT", "BETWEEN"))
        conditions[range_key[0]] = {
            "ComparisonOperator": operator,
            "AttributeValueList": arguments_of(rng, operator, broken, range_key[1]),
        }
    return conditions


def legacy_expected(rng, broken):
    expected = {}
    for name in rng.sample(values.NAMES, rng.randrange(1, 3)):
        draw = rng.random()
        if draw < 0.35:
            expected[name] = {"Exists": False}
        elif draw < 0.5:
            expected[name] = {"Value": values.value(rng)}
            if rng.random() < 0.5:
                expected[name]["Exists"] = not broken.strikes(0.2)
        else:
            expected[name] = legacy_conditions(rng, broken).popitem()[1]
        if broken.strikes(0.1):
            expected[name].update(
                rng.choice(({"Exists": True}, {"Value": values.value(rng)}, {"ComparisonOperator": "EQ"}))
            )
    return expected


def legacy_updates(rng, table, broken):
    updates = {}
    names = values.NAMES + (table.key_names() if broken.strikes(0.2) else [])
    for name in rng.sample(names, rng.randrange(1, 3)):
        action = rng.choice(("PUT", "PUT", "ADD", "DELETE", None)) if not broken.strikes(0.05) else "SET"
        update_ = {"Action": action} if action else {}
        if action != "DELETE" or rng.random() < 0.5:
            pool = {"ADD": (values.number, values.a_set, values.a_list), "DELETE": (values.a_set,)}.get(
                action, (values.value,)
            )
            update_["Value"] = rng.choice(pool)(rng) if not broken.strikes(0.1) else values.value(rng)
        updates[name] = update_
    return updates
