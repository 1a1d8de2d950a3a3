"""How the built-in encoder is trained. Not imported by the application."""
