"""What the parties agreed, as values and as the words of a paper."""
