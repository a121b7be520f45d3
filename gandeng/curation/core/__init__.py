"""Pure thinking about curation: how judges' scores become a verdict."""
