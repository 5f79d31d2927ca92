"""Kinds that are found in sentences by what their words say, and what they share."""
