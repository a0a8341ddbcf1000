"""What the drivers in Python share: calls come in as JSON lines, answers go out as such."""

import base64
import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor


def decode(value):
    """INPUT as boto3 takes it: binary values as bytes."""
    if isinstance(value, list):
        return [decode(element) for element in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        if isinstance(value.get("B"), str):
            return {"B": base64.b64decode(value["B"])}
        if "BS" in value:
            return {"BS": [base64.b64decode(binary) for binary in value["BS"]]}
    return {name: decode(member) for name, member in value.items()}


def encode(value):
    """What the client gave, as JSON: binary values in base64."""
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {name: encode(member) for name, member in value.items() if member is not None}
    if isinstance(value, (list, tuple, set)):
        return [encode(element) for element in value]
    return value


def describe(problem):
    """ERROR of an exception, a ClientError of botocore or any other."""
    response = getattr(problem, "response", None) or {}
    error = response.get("Error", {})
    described = {
        "type": error.get("Code", type(problem).__name__),
        "message": error.get("Message", str(problem)),
        "status": response.get("ResponseMetadata", {}).get("HTTPStatusCode"),
        "requestId": response.get("ResponseMetadata", {}).get("RequestId"),
        "item": response.get("Item"),
        "reasons": response.get("CancellationReasons"),
    }
    return encode(described)


def method_of(operation):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower()


def serve(make, describe=describe):
    """Makes a client by `make()`, which gives (ready, client), and serves calls until the input ends."""

    def write(line):
        print(json.dumps(line, ensure_ascii=False), file=output, flush=True)

    def answer(call):
        try:
            result = getattr(client, method_of(call["operation"]))(**decode(call["input"])) or {}
            return {"output": encode({name: member for name, member in result.items() if name != "ResponseMetadata"})}
        except Exception as problem:  # noqa: BLE001 - whatever the application would catch is the answer
            return {"error": describe(problem)}

    output = sys.stdout
    sys.stdout = sys.stderr
    try:
        ready, client = make()
    except Exception as problem:  # noqa: BLE001 - told to the harness
        write({"failed": describe(problem)})
        sys.exit(1)
    write({"ready": ready})
    with ThreadPoolExecutor(50) as pool:
        for line in sys.stdin:
            call = json.loads(line)
            if "together" in call:
                write({"id": call["id"], "answers": list(pool.map(answer, call["together"]))})
            else:
                write({"id": call["id"], **answer(call)})
    client.close()
