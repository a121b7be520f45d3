"""Pure thinking about products: how a package without a photo is drawn."""
