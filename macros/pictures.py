"""The picture of a page for chats and search engines: its title and its key figure, drawn at build."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from macros.cache import keep

# What every chat shows whole, in pixels.
WIDTH, HEIGHT = 1200, 630

# How pictures are drawn, in one word: with another one, no picture has the name that it had before.
STYLE = "sixteen"


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture says."""

    site: str
    title: str
    number: str = ""
    label: str = ""

    @property
    def name(self) -> str:
        """Return a file name that changes with the picture, so that it can be cached for ever."""
        return (
            hashlib.sha256(
                "\0".join((STYLE, self.site, self.title, self.number, self.label)).encode()
            ).hexdigest()[:12]
            + ".png"
        )


def drawn(picture: Picture, cache: Path) -> bool:
    """Draw the picture into the cache where it is not there; tell whether it was drawn."""
    return keep(cache / picture.name, partial(_draw, picture))


def _draw(picture: Picture) -> bytes:
    # Most builds find every picture in the cache, and need no library that draws.
    from macros.drawing import draw

    return draw(picture)


def write(picture: Picture, folder: Path, cache: Path) -> str:
    """Write the picture into a folder of the site, from the cache where it was drawn before; return its name."""
    target = folder / picture.name
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        drawn(picture, cache)
        try:
            # A picture is named by what it shows and never changes, so that two names for one file will do.
            target.hardlink_to(cache / picture.name)
        except OSError:
            shutil.copyfile(cache / picture.name, target)
    return picture.name
