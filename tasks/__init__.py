"""One step of a reporting run each: thin, with retries, caching and progress."""
