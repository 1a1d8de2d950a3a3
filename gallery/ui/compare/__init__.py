"""The view in which two to sixty pictures are compared."""
