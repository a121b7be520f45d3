"""Pure thinking about people and their browsers."""
