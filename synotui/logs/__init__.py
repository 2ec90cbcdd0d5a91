"""What is kept of a run for its maintainers: the last steps, a log if asked for, crash reports.

Nothing here leaves the machine, and none of it holds what a term says unless
SYNOTUI_LOG_TERMS asks for that.
"""
