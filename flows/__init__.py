"""What happens, in order: every flow reads like a table of contents and only calls tasks."""

# The tasks fix Prefect's settings when they are imported, and Prefect reads them only once:
# they come before any module here imports Prefect.
import tasks as tasks
