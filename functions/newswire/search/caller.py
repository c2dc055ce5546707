"""Who asks, as far as it decides what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Scope(StrEnum):
    """What a caller may have been granted.

    EMBARGOED: to see what is under embargo. OPERATIONS: to see how deliveries went, and to release from quarantine.
    """

    EMBARGOED = "embargoed"
    OPERATIONS = "operations"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks.

    Parameters
    ----------
    scopes: what it has been granted; by default nothing.
    """

    scopes: frozenset[Scope] = frozenset()

    @property
    def sees_embargoed(self) -> bool:
        """Whether what is under embargo is shown to this caller."""
        return Scope.EMBARGOED in self.scopes

    @property
    def operates(self) -> bool:
        """Whether this caller is one of those who run the service."""
        return Scope.OPERATIONS in self.scopes

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> Caller:
        """Return who sent an HTTP API event (payload format 2.0), as its JWT authorizer says; nothing else counts."""
        jwt = ((event.get("requestContext") or {}).get("authorizer") or {}).get("jwt") or {}
        # `scopes` is null on a route that asks for none, the claim is there all the same.
        claimed = (jwt.get("claims") or {}).get("scope")
        granted = [*(jwt.get("scopes") or ()), *(claimed.split() if isinstance(claimed, str) else ())]
        return cls(frozenset(scope for scope in Scope if scope in granted))
