"""Workbooks that leave the house: the template, and rows to correct."""
