"""The curated catalogue: TOML files, one an entry, and what loads them into the database."""
