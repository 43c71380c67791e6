"""What Material's skeleton holds for Material's own script, taken out: this site has another script.

A part that a later Material writes otherwise stays in the page, where the style sheet hides it.
"""

from __future__ import annotations

import re

# In the order in which `base.html` writes them. The menu's box is written anew in the header, inside a landmark.
LEFT_OVER = re.compile(
    r'<input class="md-toggle" data-md-toggle="(?:drawer|search)"[^>]*>'
    r'|<label class="md-overlay"[^>]*></label>'
    r'|<div data-md-component="announce">\s*</div>'
    r'|<div class="md-dialog" data-md-component="dialog">\s*<div class="md-dialog__inner md-typeset"></div>\s*</div>'
)


def without_leftovers(html: str) -> str:
    """Return a built page without the parts that wait for Material's script."""
    return LEFT_OVER.sub("", html)
