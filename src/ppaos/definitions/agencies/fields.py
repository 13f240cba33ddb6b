"""The fields that a list may hold, with one for each dimension of the shipped instruments."""

from collections.abc import Mapping
from functools import cache

from ppaos.definitions.instruments import loader as instruments
from ppaos.domain.measurement.instrument import Dimension
from ppaos.domain.privacy.list_fields import ListField, vocabulary


@cache
def list_fields() -> Mapping[str, ListField]:
    """Every field by name, in the order that lists show them.

    Where two instruments have a dimension of one name, that of the instrument with more is taken.
    """
    known = [instruments.load(name) for name in instruments.shipped()]
    dimensions: dict[str, Dimension] = {}
    for instrument in sorted(known, key=lambda item: -len(item.dimensions)):
        for dimension in instrument.dimensions:
            dimensions.setdefault(dimension.name, dimension)
    return vocabulary(dimensions.values())
