"""Types of the arrays that measures are computed with; shapes and units stand in each docstring."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
