"""Sheets: a plan as plain values, then as print HTML, then as PDF. Alone in importing WeasyPrint."""
