"""What the load_* commands bring in: reference data from packages and small tables. Each adds what is missing and is safe twice."""
