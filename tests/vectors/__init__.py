"""Calculation vectors of a public monitoring system, driven through our own engine."""
