"""Pure arithmetic of what is owed."""
