"""Kinds that are written out as arithmetic, and what reads them."""
