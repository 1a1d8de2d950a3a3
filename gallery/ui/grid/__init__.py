"""The pictures in rows, sorted by what was asked."""
