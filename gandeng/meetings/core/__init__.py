"""The mathematics of the meeting day: plain data in, plain data out."""
