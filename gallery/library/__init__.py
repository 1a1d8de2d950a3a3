"""The store and the scan. The only SQL."""
