"""How Gandeng looks and speaks: tokens, components, template words. Knows no business."""
