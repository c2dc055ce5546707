"""The one boto3 session of the laptop."""

import os

import boto3
import botocore.session

from infra.local import names

_NO_FILE = (None, None, os.devnull, None)


def laptop_session() -> boto3.Session:
    """Make a session with the laptop's own credentials and region.

    The user's profile and configuration files must not reach the laptop's services, nor break them.
    """
    core = botocore.session.Session(
        {"profile": (None, None, None, None), "config_file": _NO_FILE, "credentials_file": _NO_FILE}
    )
    return boto3.Session(names.ACCESS_KEY, names.SECRET_KEY, region_name=names.REGION, botocore_session=core)
