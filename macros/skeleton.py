"""What others write into our pages, made fit for this site.

Material's skeleton holds parts for Material's own script, which this site does without: they are taken
out. One that a later Material writes otherwise stays in the page, where the style sheet hides it.
The alignment of a table's columns comes as a style in each cell, which a strict security policy forbids:
it becomes an attribute, for the style sheet. Material's main part holds the navigation, and becomes a box.
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


ALIGNED = re.compile(r'(<t[hd]\b[^>]*) style="text-align: (left|center|right);"')

# Where a line begins and ends depends on the language.
ALIGNMENTS = {"left": "start", "center": "center", "right": "end"}


def without_styles(html: str) -> str:
    """Return a page whose table cells say in `data-align` where their text stands."""
    return ALIGNED.sub(lambda cell: f'{cell[1]} data-align="{ALIGNMENTS[cell[2]]}"', html)


# Material's <main> holds the navigation too, which is no part of what a page is about: ours begins after it.
MAIN = '<main class="md-main" data-md-component="main">'
MAIN_END = re.compile(r'</main>(?=\s*<footer class="foot")')


def without_leftovers(html: str) -> str:
    """Return a built page without the parts that wait for Material's script, and without its main part."""
    html = LEFT_OVER.sub("", html).replace(MAIN, '<div class="md-main">')
    return MAIN_END.sub("</div>", html)
