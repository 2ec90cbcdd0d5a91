"""Checking a dictionary: the file, the ledger, pairs, vectors, what is cached; and mending it.

`check` tells what is wrong in words. What follows from something else (pairs
from the ledger, adjusted vectors from base vectors and pairs, caches) `repair`
makes anew; what a damaged file still holds, `rescue` carries over to a new one.
"""

from synotui.ops.checking.check import check
from synotui.ops.checking.repair import repair
from synotui.ops.checking.report import CheckReport, Finding
from synotui.ops.checking.rescue import RescueReport, rescue

__all__ = ["CheckReport", "Finding", "RescueReport", "check", "repair", "rescue"]
