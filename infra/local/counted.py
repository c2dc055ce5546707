"""Numbers of things, as a person reads them."""


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """Return "1 story", "2 stories"; `plural` is the singular with an "s" by default."""
    return f"{number} {singular if number == 1 else plural or f'{singular}s'}"


def deliveries(number: int) -> str:
    """Return "1 delivery", "2 deliveries"."""
    return counted(number, "delivery", "deliveries")
