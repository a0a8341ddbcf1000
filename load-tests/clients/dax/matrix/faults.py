"""What is known of each client and is no fault of the server's: check by check, with the reason."""

# What clients call the service's errors.
TYPES = {
    "InternalServerErrorException": "InternalServerError",
    "RequestLimitExceededException": "RequestLimitExceeded",
}

# Client to the pattern of a check's name to the reason.
KNOWN = {}


def of(client):
    """The known faults of one client."""
    return KNOWN.get(client, {})
