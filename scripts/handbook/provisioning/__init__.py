"""A ready sheet from the schema: what it should look like, and how to make it so."""
