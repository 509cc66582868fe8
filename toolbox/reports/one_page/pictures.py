"""The strips of a page as pictures: drawn once, as lines for the PDF or as dots for Word."""

from __future__ import annotations

from typing import Any

from toolbox.charts import strips
from toolbox.reports.one_page.content import OnePage

#: Dots of a picture for each pixel of a chart: sharp on paper at the size it is set.
SHARP = 4


def drawn(page: OnePage, *, font: str, dots: bool = False) -> tuple[dict[str, Any], Any]:
    """Area → its strip, and the numbers of the scale: SVG as text, or PNG as bytes where ``dots``."""
    import vl_convert

    def picture(chart) -> str | bytes:
        if dots:
            return vl_convert.vegalite_to_png(chart.to_dict(), scale=SHARP)
        return vl_convert.vegalite_to_svg(chart.to_dict())

    groups = [heading.group for heading in page.groups]
    made = {row.area: picture(strips.strip(page.released, row.area, groups, font)) for row in page.rows}
    return made, picture(strips.numbers(page.released, font)) if page.rows else None
