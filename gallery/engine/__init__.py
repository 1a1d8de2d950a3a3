"""The background process: requests in, jobs run, messages out."""
