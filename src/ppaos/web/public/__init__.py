"""Pages and files without sign-in: counts of areas, with small ones withheld."""
