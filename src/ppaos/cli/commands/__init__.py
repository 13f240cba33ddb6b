"""The commands of `ppaos`, one module each."""
