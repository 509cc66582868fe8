"""The gate for how the schools of a round lie: quarters of means that the schools' own pages show, never a rank."""

from __future__ import annotations

from collections.abc import Sequence

from toolbox.disclosure.profiles import reasons_by_school
from toolbox.disclosure.released import ReleasedBand, gate
from toolbox.model import Policy, Profile, SchoolMeans
from toolbox.profile.bands import band_of


def release_bands(
    profile: Profile, means: Sequence[SchoolMeans], *, policy: Policy = Policy()
) -> tuple[ReleasedBand, ...]:
    """The band of every area and group of a round: ``profile`` is of all its schools, ``means`` theirs.

    Made of the means of those schools whose own page shows them: ten at least, none with more than half of the persons,
    to one decimal. It holds nothing of one school, so every viewer of one of its schools may see it.

    Example:
        >>> from toolbox.disclosure.examples import profile_of
        >>> means = SchoolMeans(area="A", group="teachers", means=(3.5,), siblings=(24,), alike=(False,))
        >>> release_bands(profile_of(teachers=24), [means])[0].hidden
        'few_schools'
    """
    cells = {(cell.area, cell.group) for cell in profile.areas}
    with gate():
        return tuple(_band(profile, each, policy) for each in means if (each.area, each.group) in cells)


def _band(profile: Profile, means: SchoolMeans, policy: Policy) -> ReleasedBand:
    reasons = reasons_by_school(profile, means.area, means.group, policy)
    shown = [
        (size, mean)
        for reason, size, mean in zip(reasons, means.siblings, means.means, strict=True)
        if not reason and mean is not None
    ]
    found = band_of(means.area, means.group, [mean for _, mean in shown])
    sizes = [size for size, _ in shown]
    hidden = found.refused or ("large_school" if max(sizes) * 2 > sum(sizes) else "")
    if hidden:
        return ReleasedBand(area=means.area, group=means.group, hidden=hidden)
    lower, middle, upper = (round(end, 1) for end in (found.lower, found.middle, found.upper))
    return ReleasedBand(
        area=means.area, group=means.group, lower=lower, middle=middle, upper=upper, schools=found.schools
    )  # fmt: skip
