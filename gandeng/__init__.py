"""Gandeng: from the office's workbooks to a paid statement."""
