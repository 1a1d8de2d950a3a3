"""The folder as a map: near means alike."""
