"""How readings are weighed: what the digits support, what chance gives, what looks like a slip, what ties figures."""
