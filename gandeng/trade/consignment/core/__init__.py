"""The arithmetic of a shelf: what must be there, what was sold, which lot goes first."""
