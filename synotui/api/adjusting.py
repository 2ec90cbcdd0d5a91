"""How accepted pairs pull vectors, what that changed, and whether it helps."""

from typing import TYPE_CHECKING, Any

from synotui.api.opened import Opened
from synotui.model import (
    Change,
    Diff,
    DriftReport,
    DriftScope,
    HeldOut,
    OnProgress,
    Settings,
    no_progress,
)

if TYPE_CHECKING:
    from synotui.ops.spaces.fixes import FixReport


class Adjusting(Opened):
    """Adjustment by decided pairs, and what is right or wrong with a whole space."""

    def adjust(self, method: str | None = None, **settings: float) -> Change:
        """Change how accepted pairs pull vectors: `adjust("pull", factor=0.2)`."""
        from synotui.ops.adjusting.adjust import change_settings

        return change_settings(self._bench, self._settings(method, settings))

    def preview_adjust(self, method: str | None = None, **settings: float) -> Diff:
        """Tell what `adjust` would change; nothing is written.

        `moved` counts terms, `pairs` has the cosines of decided pairs before
        and after, `kept_at_10` what untouched terms keep of their ten nearest.
        """
        from synotui.ops.adjusting.adjust import preview_settings

        return preview_settings(self._bench, self._settings(method, settings))

    def rebuild(self) -> Diff:
        """Solve all pairs anew, as decisions wait for with counterfit and attract-repel."""
        from synotui.ops.adjusting.adjust import rebuild

        return rebuild(self._bench)

    def drift(
        self,
        scope: DriftScope | int = "last",
        *,
        threshold: float | None = None,
        top: int = 10,
        on_progress: OnProgress = no_progress,
    ) -> DriftReport:
        """Tell what changed since the last decision, "session", "all" of it, or a ledger entry.

        Counts are of everything; lists have at most `top` cases, the worst first.
        """
        from synotui.ops.drifting.drift import drift

        return drift(self._bench, scope, threshold=threshold, top=top, on_progress=on_progress)

    def held_out(
        self,
        share: float = 0.3,
        method: str | None = None,
        *,
        compare: bool = False,
        seed: int = 0,
        on_progress: OnProgress = no_progress,
        **settings: float,
    ) -> HeldOut:
        """Hide a share of accepted pairs, adjust by the others, and tell how the hidden ones fare.

        Nothing is changed. `before` and the `found` of each of `trials` have
        `every`, `connected` and `unconnected` pairs, each with `recall_at_10`,
        `mrr` and `cosine`. With `compare`, all methods are tried and one is
        `recommended`, with its `reason`.
        """
        from synotui.ops.evaluating.held_out import held_out

        wanted = self._settings(method, settings)
        return held_out(
            self._bench, share, [wanted], compare=compare, seed=seed, on_progress=on_progress
        )

    def fix_space(
        self,
        fix: str,
        *,
        use: bool = False,
        dry_run: bool = False,
        on_progress: OnProgress = no_progress,
        **options: Any,
    ) -> "FixReport":
        """Make a derived space: "centre", "abtt" or "whiten"; `options` are those of FixRequest.

        Gives what that does to random pairs and to accepted ones; with `dry_run` only that.
        """
        from synotui.ops.spaces.fix_plan import FixRequest
        from synotui.ops.spaces.fixes import fix_space

        request = FixRequest(fix, **options)
        return fix_space(self._bench, request, on_progress, use=use, dry_run=dry_run)

    def _settings(self, method: str | None, settings: dict[str, float]) -> Settings:
        """Give the settings there are with what is asked for put in. Raises SettingError."""
        from synotui.ops.adjusting.adjust import get_settings, parse_settings

        given = {name: str(value) for name, value in settings.items()}
        return parse_settings(get_settings(self._bench), method, given)
