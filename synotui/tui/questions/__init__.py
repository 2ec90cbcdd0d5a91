"""The questions of the explore screen, a tab each, in the order of the tabs.

A question is a row here: see `question.Question` for what it says of itself.
"""

from typing import Any

from synotui.tui.questions.poles import POLES
from synotui.tui.questions.question import AnswerLine, Asked, Question
from synotui.tui.questions.senses import SENSES
from synotui.tui.questions.several import BETWEEN, ODD, RELATIVE, VECTOR
from synotui.tui.questions.similar import CLOSER, NEAREST

QUESTIONS: tuple[Question[Any], ...] = (
    NEAREST,
    ODD,
    CLOSER,
    BETWEEN,
    RELATIVE,
    VECTOR,
    SENSES,
    POLES,
)

__all__ = ["QUESTIONS", "AnswerLine", "Asked", "Question"]
