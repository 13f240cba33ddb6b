"""The number of this release: the one place that states it.

The build reads it from here, and so does every part of the program; `CHANGELOG.md` has a heading
for it. Imports nothing, so that the lowest part may ask for it.
"""

__version__ = "0.1.0"
