"""The rooms' smallest parts: what worked examples do not show one by one."""
