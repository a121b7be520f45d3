"""What makes two facts the same fact."""
