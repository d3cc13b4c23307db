"""Equations that hold whatever partners declare, held by hypothesis."""
