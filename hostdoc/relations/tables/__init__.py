"""Kinds that are found in tables by labels, layout and digits, and what they share."""
