"""The window's side of the engine: what is asked, who waits for which answer."""
