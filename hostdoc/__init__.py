"""Recalculates the totals and margins of documents kept in Markdown and Org."""
