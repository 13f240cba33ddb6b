"""The stored survey measured: profiles, cube, estimates, and other rules over them."""
