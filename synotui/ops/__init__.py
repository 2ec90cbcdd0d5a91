"""One function for each thing a user can intend. Each takes a `Workbench` first.

What changes the dictionary runs in one transaction, appends to the ledger and
returns a `Change`; if it raises a SynotuiError, nothing was changed.
"""
