"""Pure thinking about organisations."""
