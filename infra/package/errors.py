"""What goes wrong while packaging.

PackageError
├── ToolMissing           a program that packaging needs is not installed
├── DownloadRefused       what was fetched is not what is locked
└── PackageTooLarge       the package is over its limit
"""

from infra.local.errors import LocalError


class PackageError(LocalError):
    """No package was made; one line says why. A caller shows it and ends."""


class ToolMissing(PackageError):
    """A program that packaging needs is not installed."""


class DownloadRefused(PackageError):
    """What was fetched is not what is locked; it has been deleted."""


class PackageTooLarge(PackageError):
    """The package is over the limit that keeps it below Lambda's own."""
