"""The curated programs: TOML files, one a program, and what loads them."""
