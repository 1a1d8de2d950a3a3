"""The pages that the window shows in turn."""
