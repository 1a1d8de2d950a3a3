"""Processes and threads that may hang or die without harm, and what guards them."""
