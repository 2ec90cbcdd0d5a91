"""The words of the field as frozen dataclasses: what crosses from one layer to another.

Import them from here. Each part of them is made when a name of it is first used: making all
the classes takes as long as a good part of the first frame.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from synotui.model.adjusting import METHODS as METHODS
    from synotui.model.adjusting import Method as Method
    from synotui.model.adjusting import MethodName as MethodName
    from synotui.model.adjusting import Settings as Settings
    from synotui.model.audit import AuditEntry as AuditEntry
    from synotui.model.audit import AuditFilter as AuditFilter
    from synotui.model.audit import AuditPair as AuditPair
    from synotui.model.changes import Action as Action
    from synotui.model.changes import Change as Change
    from synotui.model.changes import CosineChange as CosineChange
    from synotui.model.changes import Diff as Diff
    from synotui.model.changes import LedgerEntry as LedgerEntry
    from synotui.model.changes import NeighbourChange as NeighbourChange
    from synotui.model.changes import PairChange as PairChange
    from synotui.model.comparing import Comparison as Comparison
    from synotui.model.comparing import Distances as Distances
    from synotui.model.comparing import Matrix as Matrix
    from synotui.model.comparing import PathLink as PathLink
    from synotui.model.comparing import Placed as Placed
    from synotui.model.comparing import SharedNeighbour as SharedNeighbour
    from synotui.model.comparing import Standing as Standing
    from synotui.model.drift import Bin as Bin
    from synotui.model.drift import DriftReport as DriftReport
    from synotui.model.drift import DriftScope as DriftScope
    from synotui.model.drift import PairDrift as PairDrift
    from synotui.model.drift import SetDrift as SetDrift
    from synotui.model.drift import TermDrift as TermDrift
    from synotui.model.evaluation import EVALUATION_KINDS as EVALUATION_KINDS
    from synotui.model.evaluation import ColumnKey as ColumnKey
    from synotui.model.evaluation import Coverage as Coverage
    from synotui.model.evaluation import CurvePoint as CurvePoint
    from synotui.model.evaluation import EvaluatedColumn as EvaluatedColumn
    from synotui.model.evaluation import Evaluation as Evaluation
    from synotui.model.evaluation import EvaluationKind as EvaluationKind
    from synotui.model.evaluation import EvaluationSeries as EvaluationSeries
    from synotui.model.evaluation import Figure as Figure
    from synotui.model.evaluation import FigureChange as FigureChange
    from synotui.model.evaluation import KeptEvaluation as KeptEvaluation
    from synotui.model.evaluation import Reliability as Reliability
    from synotui.model.evaluation import Section as Section
    from synotui.model.evaluation import Threshold as Threshold
    from synotui.model.held_out import Found as Found
    from synotui.model.held_out import HeldOut as HeldOut
    from synotui.model.held_out import HiddenFound as HiddenFound
    from synotui.model.held_out import Trial as Trial
    from synotui.model.maps import MAP_KINDS as MAP_KINDS
    from synotui.model.maps import MAP_METHODS as MAP_METHODS
    from synotui.model.maps import METHOD_NAMES as METHOD_NAMES
    from synotui.model.maps import MapKind as MapKind
    from synotui.model.maps import MapMethod as MapMethod
    from synotui.model.maps import MapPoint as MapPoint
    from synotui.model.maps import SetOf as SetOf
    from synotui.model.maps import TermMap as TermMap
    from synotui.model.merging import Disagreement as Disagreement
    from synotui.model.merging import MergedPair as MergedPair
    from synotui.model.merging import MergeReport as MergeReport
    from synotui.model.merging import RefusedRows as RefusedRows
    from synotui.model.merging import Saying as Saying
    from synotui.model.merging import Stance as Stance
    from synotui.model.pairs import DEFAULT_RELATION as DEFAULT_RELATION
    from synotui.model.pairs import Pair as Pair
    from synotui.model.pairs import Proposal as Proposal
    from synotui.model.pairs import Relation as Relation
    from synotui.model.pairs import Verdict as Verdict
    from synotui.model.place import TERM_ORDERS as TERM_ORDERS
    from synotui.model.place import Listed as Listed
    from synotui.model.place import TermFilter as TermFilter
    from synotui.model.place import TermOrder as TermOrder
    from synotui.model.place import View as View
    from synotui.model.progress import OnProgress as OnProgress
    from synotui.model.progress import Progress as Progress
    from synotui.model.progress import Skipped as Skipped
    from synotui.model.progress import no_progress as no_progress
    from synotui.model.sets import Bridge as Bridge
    from synotui.model.sets import Member as Member
    from synotui.model.sets import SetConflict as SetConflict
    from synotui.model.sets import SetLink as SetLink
    from synotui.model.sets import SynonymSet as SynonymSet
    from synotui.model.spaces import BACKENDS as BACKENDS
    from synotui.model.spaces import Backend as Backend
    from synotui.model.spaces import Composed as Composed
    from synotui.model.spaces import IndexKind as IndexKind
    from synotui.model.spaces import SpaceInfo as SpaceInfo
    from synotui.model.suggestions import Evidence as Evidence
    from synotui.model.suggestions import Side as Side
    from synotui.model.suggestions import Source as Source
    from synotui.model.suggestions import Suggestion as Suggestion
    from synotui.model.suggestions import Suggestions as Suggestions
    from synotui.model.terms import Term as Term
    from synotui.model.terms import TermRow as TermRow

_PARTS = {
    "adjusting": "METHODS Method MethodName Settings",
    "evaluation": "EVALUATION_KINDS ColumnKey Coverage CurvePoint EvaluatedColumn Evaluation "
    "EvaluationKind EvaluationSeries Figure FigureChange KeptEvaluation Reliability "
    "Section Threshold",
    "held_out": "Found HeldOut HiddenFound Trial",
    "maps": "MAP_KINDS MAP_METHODS METHOD_NAMES MapKind MapMethod MapPoint SetOf TermMap",
    "merging": "Disagreement MergeReport MergedPair RefusedRows Saying Stance",
    "pairs": "DEFAULT_RELATION Pair Proposal Relation Verdict",
    "terms": "Term TermRow",
    "place": "Listed TERM_ORDERS TermFilter TermOrder View",
    "spaces": "BACKENDS Backend Composed IndexKind SpaceInfo",
    "comparing": "Comparison Distances Matrix PathLink Placed SharedNeighbour Standing",
    "suggestions": "Evidence Side Source Suggestion Suggestions",
    "audit": "AuditEntry AuditFilter AuditPair",
    "changes": "Action Change CosineChange Diff LedgerEntry NeighbourChange PairChange",
    "drift": "Bin DriftReport DriftScope PairDrift SetDrift TermDrift",
    "sets": "Bridge Member SetConflict SetLink SynonymSet",
    "progress": "OnProgress Progress Skipped no_progress",
}
_PART_OF = {name: part for part, names in _PARTS.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    """Import the part that holds `name`, and keep what it holds."""
    part = _PART_OF.get(name)
    if part is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    held = vars(import_module(f"synotui.model.{part}"))
    globals().update({each: held[each] for each in _PARTS[part].split()})
    return held[name]
