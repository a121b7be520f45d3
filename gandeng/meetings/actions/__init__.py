"""The verbs of the meeting day, by subject: import them from their module."""
