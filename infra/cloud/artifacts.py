"""The bucket that CloudFormation and Lambda take packages and templates from."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from infra.cloud.errors import BucketRefused

_KEEP_DAYS = 365
"""How long a package is kept: to go back to it, CloudFormation needs it."""
_DEFAULT_REGION = "us-east-1"


class Artifacts:
    """A bucket of this account.

    Parameters
    ----------
    s3: a client of S3.
    account: its id; another account's bucket of the same name is refused.
    region: where a new bucket is made.
    bucket: its name; default: newswire-artifacts-ACCOUNT-REGION, made where it is missing.
    """

    def __init__(self, s3: Any, account: str, region: str, bucket: str | None = None) -> None:
        self._s3 = s3
        self._account = account
        self.bucket = bucket or f"newswire-artifacts-{account}-{region}"
        self._ready(region, may_make=bucket is None)

    def put_new(self, key: str, content: bytes) -> str:
        """Keep an object unless there is one of that key, which names the content; return its address."""
        if "Contents" not in self._s3.list_objects_v2(**self._owned, Prefix=key, MaxKeys=1):
            self.put(key, content)
        return f"s3://{self.bucket}/{key}"

    def put(self, key: str, content: bytes) -> None:
        """Keep an object, in place of one of that key."""
        self._s3.put_object(**self._owned, Key=key, Body=content)

    def url(self, key: str) -> str:
        """Return the address of an object as CloudFormation reads it."""
        url: str = self._s3.generate_presigned_url("get_object", Params={"Bucket": self.bucket, "Key": key})
        return url.partition("?")[0]

    @property
    def _owned(self) -> dict[str, str]:
        return {"Bucket": self.bucket, "ExpectedBucketOwner": self._account}

    def _ready(self, region: str, *, may_make: bool) -> None:
        try:
            self._s3.head_bucket(**self._owned)
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            if status != 404:
                raise BucketRefused(
                    f"bucket {self.bucket} is not yours to use ({status}): name one of your own with --bucket"
                ) from error
            if not may_make:
                raise BucketRefused(f"there is no bucket {self.bucket}: make it, or leave --bucket out") from error
            self._make(region)

    def _make(self, region: str) -> None:
        where = {} if region == _DEFAULT_REGION else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        self._s3.create_bucket(Bucket=self.bucket, **where)
        self._s3.put_public_access_block(
            Bucket=self.bucket,
            PublicAccessBlockConfiguration={
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
        )
        rule = {"ID": "old", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": _KEEP_DAYS}}
        self._s3.put_bucket_lifecycle_configuration(Bucket=self.bucket, LifecycleConfiguration={"Rules": [rule]})
