"""Pure functions from arrays to arrays: ranking, clusters, projection."""
