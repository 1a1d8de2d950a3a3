"""Pictures or words become unit vectors. The only torch, inside functions."""
