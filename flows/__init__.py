"""What happens, in order: flows that read like a table of contents and only call tasks."""
