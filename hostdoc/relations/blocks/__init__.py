"""Kinds that are found in blocks of fixed-width text, and what they share."""
