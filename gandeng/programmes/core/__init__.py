"""Pure thinking about programmes."""
