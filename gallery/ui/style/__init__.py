"""How everything looks: colours, style sheet, motion."""
