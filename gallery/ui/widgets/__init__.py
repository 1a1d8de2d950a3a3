"""The parts of the window that stand around grid and map."""
