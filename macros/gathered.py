"""What is known of pages only once they are built, and which the process that checks them all must know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from macros.anchors import Anchor
from macros.dressing import Measure
from macros.pictures import Picture
from macros.site import Site


@dataclass(frozen=True)
class Gathered:
    """What the pages that one process built left behind there."""

    vouched: Mapping[tuple[str, str], set[str]]
    templates: Mapping[tuple[str, str], str]
    anchors: Mapping[str, Mapping[str, Anchor]]
    pictures: Mapping[str, Picture]
    measure: Measure

    @classmethod
    def of(cls, site: Site) -> Gathered:
        """Gather it."""
        places = site.places
        texts = dict(site.vouchers.texts)
        return cls(texts, places.templates, places.known, site.sharing.pictures, site.ahead.measure)

    def add_to(self, site: Site) -> None:
        """Let another process know it."""
        for record, texts in self.vouched.items():
            site.vouchers.texts[record] |= texts
        site.places.templates.update(self.templates)
        site.places.known.update(self.anchors)
        site.sharing.pictures.update(self.pictures)
        site.ahead.measure.add(self.measure)
