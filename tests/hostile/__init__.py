"""Files as they come, honest and hostile, each with what must be answered: one table for two uses.

The tests read the small ones; ``make hostile`` reads all in processes of their own and measures.
"""
