"""What is told of a template that cannot be read or fails: its file and line, as of any other mistake."""

from __future__ import annotations

import traceback
from pathlib import Path

from jinja2 import TemplateNotFound, TemplateSyntaxError

from macros import configuration
from macros.problems import Faults, Problem, line_with
from macros.project import Project

FOLDER = "overrides"

# Where the theme has its words for a language.
LANGUAGES = "partials/languages/"


def problems(error: Exception, project: Project) -> list[Problem]:
    """Return what a contributor has to mend where a template ended a build; nothing where something else did."""
    if isinstance(error, Faults):
        return error.problems
    if isinstance(error, TemplateNotFound):
        return [_missing(str(error.name), project)]
    if isinstance(error, TemplateSyntaxError):
        path = _path(str(error.filename), project.root)
        return [Problem(path, error.lineno, f"not a template: {error.message}; mend the line")]
    steps = traceback.extract_tb(error.__traceback__)
    own = [step for step in steps if Path(step.filename).is_relative_to(project.root / FOLDER)]
    if not own:
        return []
    where = _path(own[-1].filename, project.root), own[-1].lineno or 1
    return [Problem(*where, f"the template fails here: {error}; mend the line")]


def _missing(name: str, project: Project) -> Problem:
    """Return who asks for a template that is not there: a language, a page, or another template."""
    if name.startswith(LANGUAGES):
        code = Path(name).stem
        line = line_with(project.root / configuration.PATH, f"locale: {code}")
        mend = f"write {FOLDER}/{name}, as Material's own are written"
        return Problem(configuration.PATH, line, f'Material has no words for the language "{code}"; {mend}')
    for page in (page for own in project.pages.values() for page in own.values()):
        if page.meta.get("template") == name:
            line = line_with(project.root / page.path, name)
            mend = f"take the line out, or write {FOLDER}/{name}"
            return Problem(page.path, line, f'there is no template "{name}"; {mend}')
    quoted = f'"{name}"'
    templates = sorted((project.root / FOLDER).rglob("*.html"))
    asking = next((file for file in templates if quoted in file.read_text("utf-8")), None)
    where = (_path(str(asking), project.root), line_with(asking, quoted)) if asking else (FOLDER, 1)
    return Problem(*where, f"there is no template {quoted}; mend its name")


def _path(file: str, root: Path) -> str:
    path = Path(file)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else file
