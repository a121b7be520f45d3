"""The values every installation starts with."""
