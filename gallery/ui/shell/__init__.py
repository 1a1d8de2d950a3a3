"""The window itself: what stands around the pages, and what the whole of it can do."""
