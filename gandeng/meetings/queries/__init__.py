"""The questions asked about meeting days, by subject."""
