"""Synthetic extracts for the reference projects, made from a plan and a seed.

What partners of real projects charged is not public, and their budgets are not either. So that a
newcomer can watch a whole project being reported, these modules make extracts that look like a
partner's own and say in every row that they are synthetic. They add up, to the cent, to the
published totals: `targets` says what shall be accepted, `ordinary` and the plan's hand-written
items make the rows, and `proof` works everything out again with its own arithmetic.

``python -m data.synthetic`` writes the extracts, ``--check`` says whether the committed files are
what it would write.
"""
