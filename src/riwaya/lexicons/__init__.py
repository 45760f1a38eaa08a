"""The vocabulary as data: tables of lexemes, their inflected forms, and the matcher that finds them in tokens."""
