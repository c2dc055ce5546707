"""What goes wrong with a stack on AWS.

CloudError
├── NoRegion              nothing says which region
├── NoCredentials         nothing says who asks
├── NoStack               there is no stack of that name here
├── BucketRefused         the bucket for packages is another account's, or cannot be used
├── StackBusy             somebody else changes the stack now: wait
├── StackUnusable         the stack's first creation failed: delete it
├── DeploymentFailed      CloudFormation gave up, and put back what was before
└── MappingStuck          the queue's mapping did not change in time
"""

from __future__ import annotations

from infra.local.errors import LocalError


class CloudError(LocalError):
    """What a person sees of a stack on AWS: one line, what is wrong and what to do."""


class NoRegion(CloudError):
    """Nothing says which region. A caller shows the line and ends."""

    def __init__(self) -> None:
        super().__init__("no AWS region is set: export AWS_DEFAULT_REGION=eu-central-1, or name one in your profile")


class NoCredentials(CloudError):
    """Nothing says who asks. A caller shows the line and ends."""

    def __init__(self) -> None:
        super().__init__("there are no AWS credentials: export AWS_PROFILE=..., or run `aws configure`")


class NoStack(CloudError):
    """There is no stack of that name. A caller shows the line and ends."""

    def __init__(self, name: str, region: str) -> None:
        super().__init__(
            f"there is no stack {name} in {region}: `newswire deploy` makes it, or name another with --stack"
        )


class BucketRefused(CloudError):
    """The bucket for packages cannot be used. A caller shows the line and ends."""


class StackBusy(CloudError):
    """The stack is being changed. A caller shows the line and ends; later the same command works."""

    def __init__(self, name: str, status: str) -> None:
        super().__init__(f"stack {name} is {status}: wait until that is done, then try again")


class StackUnusable(CloudError):
    """CloudFormation takes no change of this stack. A caller shows the line and ends."""

    def __init__(self, name: str, status: str) -> None:
        super().__init__(
            f"stack {name} is {status} and takes no change: delete it (aws cloudformation delete-stack --stack-name "
            f"{name}; the archive bucket stays), then deploy again"
        )


class DeploymentFailed(CloudError):
    """CloudFormation gave up. The stack is what it was before; a caller shows the line and ends."""


class MappingStuck(CloudError):
    """A mapping did not reach its state in time. A caller shows the line and ends; `newswire status` tells more."""
