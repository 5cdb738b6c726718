"""How dates and times look, one package a language; Django finds them by `FORMAT_MODULE_PATH`."""
