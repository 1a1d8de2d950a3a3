"""One module for each command: arguments in, engine call, one JSON document out."""

COMMANDS = (
    "check", "index", "problems", "similar", "search", "clusters", "map",
    "compare", "teach", "duplicates", "label", "export", "encoders", "doctor", "sample",
)  # fmt: skip
