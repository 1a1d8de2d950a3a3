"""What the engine does: scan, embed, analyse, find."""
