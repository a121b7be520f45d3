"""Pages of the meeting day, by subject."""
