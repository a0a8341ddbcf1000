"""Drives boto3 over HTTP: the reference with which the DAX clients are compared."""

import os
import sys
from pathlib import Path

import boto3
from botocore.config import Config

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import lines


def make():
    client = boto3.client(
        "dynamodb",
        endpoint_url=os.environ["DAX_ENDPOINT"],
        region_name=os.environ["AWS_REGION"],
        aws_access_key_id=os.environ["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=os.environ["AWS_SECRET_ACCESS_KEY"],
        # What the service says of a request is wanted, not what boto3 thinks of it.
        config=Config(parameter_validation=False, max_pool_connections=50),
    )
    return {"client": "boto3", "version": boto3.__version__}, client


lines.serve(make)
