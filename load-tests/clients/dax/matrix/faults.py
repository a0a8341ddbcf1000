"""What is known of each client and is no fault of the server's: check by check, with the reason."""

# What clients call the service's errors.
TYPES = {
    "InternalServerErrorException": "InternalServerError",
    "RequestLimitExceededException": "RequestLimitExceeded",
}

_KEY_WITH_MORE = "sends the attributes of the table's key only, whatever else the key has"
_NO_EXPRESSION = "what its parser of expressions refuses has no code of the service's"
_OWN_LIMITS = "what it refuses itself has codes of its own"

_JAVASCRIPT = {
    "*project l[[]1]*": "rebuilds a list of which one element was asked for with nulls before it",
    "transact * of 100 in *": "takes 25 operations in a transaction at most",
    "transact * of 25 in TransactTwo": "takes different keys of bytes or numbers for duplicates",
    "validation, key with more": _KEY_WITH_MORE,
    "validation, value that is not there": _NO_EXPRESSION,
}
_GO = {
    "far: query of positive ones*": "reads a positive sort key beyond 1E61 or below 1E-62 with another exponent",
    "validation, key with more": _KEY_WITH_MORE,
    "validation, * that does not parse": _NO_EXPRESSION,
    "validation, value that is not there": _NO_EXPRESSION,
    "batch get of one key twice": _OWN_LIMITS,
    "batch write of one key twice": _OWN_LIMITS,
    "batch write of 26": _OWN_LIMITS,
    "transact write of one item twice": _OWN_LIMITS,
    "renewed: * with the new key": "keeps the keys of a table for as long as it lives",
    "renewed: HTTP holds the same": "keeps the keys of a table for as long as it lives",
}

# Client to the pattern of a check's name to the reason.
KNOWN = {
    "js2": _JAVASCRIPT,
    "js3": _JAVASCRIPT,
    "go1": {
        **_GO,
        "batch get with a key of another type": _OWN_LIMITS,
        "validation, key of another type": _OWN_LIMITS,
        "validation, key without its sort key": _OWN_LIMITS,
        "validation, item without its sort key": _OWN_LIMITS,
        "validation, limit of zero": _OWN_LIMITS,
    },
    "go2": {
        **_GO,
        "status of an error": "drops status and request id",
        "request id of an error": "drops status and request id",
    },
    "python": {
        "batch write of an item that is too large": "sends its own notes within the request when it tries again",
        "cancelled, one reason with its item": "leaves the items of cancellation reasons undecoded",
        "cancelled, reasons and none": "leaves the items of cancellation reasons undecoded",
        "cancelled, condition check": "leaves the items of cancellation reasons undecoded",
        "validation, key with more": _KEY_WITH_MORE,
    },
}


def of(client):
    """The known faults of one client."""
    return KNOWN.get(client, {})
