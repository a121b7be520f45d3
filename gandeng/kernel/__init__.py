"""The words every room shares: money, time, states, refusals, permissions. No tables."""
