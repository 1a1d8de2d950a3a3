"""The words everyone speaks: records, array types, errors, paths and settings."""
