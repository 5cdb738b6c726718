"""The layouts: each turns a sheet into what its template in `templates/print/` shows."""
