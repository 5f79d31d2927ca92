"""Document → Ledger: the figures a text states, and where they stand."""
