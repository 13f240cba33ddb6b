"""Where chance comes from: one stream for each seed, province and purpose, and no other."""

import zlib

import numpy as np


def stream(seed: int, province: str, purpose: str) -> np.random.Generator:
    """Random numbers that depend on nothing but the three arguments.

    A province therefore comes out the same alone, among others, and in any worker process.
    """
    return np.random.default_rng([seed, int(province), zlib.crc32(purpose.encode())])
