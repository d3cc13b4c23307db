"""One step each, thin; besides flows the only room that knows Prefect, whose settings it fixes."""

from tasks.environment import fix_prefect

# Prefect reads its settings once, when it is imported: they must stand before any task is.
fix_prefect()
