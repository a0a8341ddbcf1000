"""Drives amazon-dax-client, the DAX client for Python."""

import os
import sys
from importlib.metadata import version
from pathlib import Path

import botocore.session
from amazondax import AmazonDaxClient

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import lines


def make():
    client = AmazonDaxClient(
        botocore.session.get_session(),
        region_name=os.environ["AWS_REGION"],
        endpoint_url=os.environ["DAX_ENDPOINT"],
        aws_access_key_id=os.environ["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=os.environ["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=os.environ.get("AWS_SESSION_TOKEN"),
    )
    return {"client": "amazon-dax-client", "version": version("amazon-dax-client")}, client


def describe(problem):
    """The client leaves the reasons of a cancelled transaction as they come: three elements each, flat."""
    error = lines.describe(problem)
    flat = getattr(problem, "cancellation_reasons", None)
    if flat:
        error["reasons"] = [{"Code": code, "Message": message} for code, message in zip(flat[::3], flat[1::3])]
    return lines.encode(error)


lines.serve(make, describe)
