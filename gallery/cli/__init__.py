"""One module for each command: arguments in, engine call, one JSON document out."""
