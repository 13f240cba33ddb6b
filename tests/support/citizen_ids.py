"""Citizen IDs that tests make up."""

from stdnum.th import pin


def check_digit(first_twelve: str) -> str:
    """The thirteenth digit that belongs to twelve, by the public library and not by our own code."""
    return str(pin.calc_check_digit(first_twelve))
