"""The analysis as pages: documents as written with every judged figure marked, an overview, charts."""
