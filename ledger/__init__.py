"""What is remembered between runs: submissions, claims and certificates, append-only."""
