"""Text and offsets: spans, normalising with offset maps, tokens, sentences, quotations, numerals."""
