"""Bring another curator's decisions into a dictionary: three-way, in one step of the ledger.

Both ledgers are chained by hashes: what they begin with alike, both know. A
merge notes the last hash of the other, so that the next one is about what came
after. A user interface previews in a thread of its own and carries out later:

    plan = plan_beside(store, path, MergeOptions())     # reads only
    report = report_of(plan)                             # told
    report, change = carry_plan(bench, plan)             # in the dictionary's thread
"""

from synotui.ops.merging.carry import carry_plan, merge
from synotui.ops.merging.disagreements import open_disagreements
from synotui.ops.merging.plan import MergeOptions, Plan
from synotui.ops.merging.planning import plan_beside, plan_merge
from synotui.ops.merging.report import report_of
from synotui.store.other import look_at

__all__ = ["MergeOptions", "Plan", "carry_plan", "look_at", "merge", "open_disagreements",
           "plan_beside", "plan_merge", "report_of"]  # fmt: skip
