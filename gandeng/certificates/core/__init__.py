"""Pure thinking about certificates: reading numbers, what holds on a day, what is needed."""
