"""Citizen IDs that tests make up, and the settings of their keys."""

from stdnum.th import pin

KEY_SETTINGS = (
    "PPAOS_IDENTITY_KEY",
    "PPAOS_IDENTITY_KEY_FILE",
    "PPAOS_VAULT_KEYS",
    "PPAOS_VAULT_KEYS_FILE",
    "PPAOS_VAULT",
)
"""Settings of the environment that say where keys and vault are."""


def check_digit(first_twelve: str) -> str:
    """The thirteenth digit that belongs to twelve, by the public library and not by our own code."""
    return str(pin.calc_check_digit(first_twelve))


def made_up_id(place: int) -> str:
    """A number with a right check digit, of nobody."""
    return (first := f"1{place:011d}") + check_digit(first)
