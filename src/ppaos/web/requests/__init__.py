"""What every request passes: who asks, what they may, errors, limits, uploads."""
