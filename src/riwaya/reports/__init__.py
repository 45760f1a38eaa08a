"""From bytes to reports: files of text and JSON lines."""
