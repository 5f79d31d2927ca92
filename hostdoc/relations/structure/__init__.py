"""Kinds that are found by how a document is built, in lists, headings and sections, and what they share."""
