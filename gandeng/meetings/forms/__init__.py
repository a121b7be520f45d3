"""What people type about a meeting day, checked; by subject."""
