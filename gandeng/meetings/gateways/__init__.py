"""The outside world of the meeting day: paper, cameras."""
