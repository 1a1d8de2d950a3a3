"""What goes over the pipe between window and engine."""
