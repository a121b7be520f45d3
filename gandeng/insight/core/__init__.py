"""What became of a promise, thought through without a database."""
