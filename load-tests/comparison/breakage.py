"""Spoiling a request: one member of its JSON is dropped, doubled or replaced by something else."""

import copy

from comparison import values

REPLACEMENTS = [
    None,
    "",
    "x",
    0,
    -1,
    1,
    1.5,
    10**12,
    True,
    False,
    [],
    {},
    [1],
    ["a"],
    [{}],
    {"S": "a"},
    {"S": ""},
    {"N": "1"},
    {"a": {"S": "a"}},
    "NONE",
    "ALL_OLD",
    "TOTAL",
]


def places(node, path=()):
    if isinstance(node, dict):
        for name, inner in node.items():
            yield (*path, name)
            yield from places(inner, (*path, name))
    elif isinstance(node, list):
        for position, inner in enumerate(node):
            yield (*path, position)
            yield from places(inner, (*path, position))


def spoil(rng, request):
    request = copy.deepcopy(request)
    found = list(places(request))
    if not found:
        return request
    # Members near the root are where most rules are.
    found.sort(key=len)
    path = found[min(rng.randrange(len(found)), rng.randrange(len(found)))]
    holder = request
    for step in path[:-1]:
        holder = holder[step]
    last = path[-1]
    action = rng.random()
    if action < 0.25:
        del holder[last]
    elif action < 0.35 and isinstance(holder, list):
        holder.append(copy.deepcopy(holder[last]))
    elif action < 0.35 and isinstance(holder, dict):
        holder[rng.choice(["Extra", str(last) + "x"])] = copy.deepcopy(holder[last])
    elif action < 0.55 and isinstance(holder[last], dict) and len(holder[last]) == 1:
        holder[last] = values.broken(rng)
    else:
        holder[last] = copy.deepcopy(rng.choice(REPLACEMENTS))
    return request
