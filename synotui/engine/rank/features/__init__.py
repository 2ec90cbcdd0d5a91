"""Features of a pair: named columns, in groups, each computed in its own way.

To add one, write a class like those here (`Group`) and put it into `GROUPS`;
a ranker learns what it is worth. A shipped prior reads the columns it knows by
their names and passes over the rest.
"""

from synotui.engine.rank.features.base import Column as Column
from synotui.engine.rank.features.base import Group as Group
from synotui.engine.rank.features.forms import Forms
from synotui.engine.rank.features.frequency import Frequency
from synotui.engine.rank.features.likeness import Likeness
from synotui.engine.rank.features.nearness import Nearness, Now, Opinions
from synotui.engine.rank.features.origin import Origin
from synotui.engine.rank.features.second import Fused, Together
from synotui.engine.rank.features.table import Table as Table
from synotui.engine.rank.features.verdicts import Verdicts

GROUPS: tuple[Group, ...] = (
    Nearness(),
    Likeness(),
    Forms(),
    Frequency(),
    Verdicts(),
    Opinions(),
    Origin(),
    Now(),
    Fused(),
    Together(),
)
"""All groups of features."""
