"""The only file that knows MkDocs: it hands each event to the modules that do the work."""

from __future__ import annotations

import atexit
import contextlib
import gc
import logging
import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import FileSystemBytecodeCache
from mkdocs.exceptions import Abort, BuildError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.utils import CountHandler

# MkDocs loads this file by its path; the package around it is found from the project's root.
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

# A build makes much that stays to the end and hardly a cycle: to look for cycles as often as Python does costs a tenth of it.
gc.set_threshold(100_000, 50, 50)

from macros import broken  # noqa: E402
from macros.completion import complete  # noqa: E402
from macros.gathered import Gathered  # noqa: E402
from macros.memory import Memory  # noqa: E402
from macros.problems import Faults  # noqa: E402
from macros.site import Site  # noqa: E402
from macros.skeleton import without_leftovers, without_styles  # noqa: E402
from macros.spread import Aside, processors  # noqa: E402
from macros.staging import Staging  # noqa: E402
from macros.timing import TIMES  # noqa: E402

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.colossus")

# Where the compiled templates are kept.
CACHE = ".cache/templates"

# One for all builds of a process.
MEMORY = Memory()


class State:
    """What one run of MkDocs remembers between events."""

    site: Site | None = None
    others: Aside[Gathered] | None = None
    gathered = False
    process = os.getpid()
    serving = False
    place = ""
    staging: Staging | None = None


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember whether a writer is at work (`serve`) or the site is being built for readers."""
    State.serving = command == "serve"
    if State.serving:
        logging.getLogger("mkdocs").addHandler(WARNINGS)


class Warnings(logging.Handler):
    """Notes whether MkDocs warned of anything, which it does not say again of a page that is not made anew."""

    told = False

    def emit(self, record: logging.LogRecord) -> None:
        """Note a warning."""
        self.told = True


WARNINGS = Warnings(logging.WARNING)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turn faults into the one error that MkDocs prints without a traceback."""
    try:
        yield
    except Faults as faults:
        raise BuildError(f"{len(faults.problems)} to mend\n{faults}") from None


def _nested(config: MkDocsConfig) -> bool:
    """Tell whether static-i18n is building a further language inside the first one's build."""
    return bool(config.plugins["i18n"].building)  # type: ignore[attr-defined]


def _language(config: MkDocsConfig) -> str:
    return str(config.plugins["i18n"].current_language)  # type: ignore[attr-defined]


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load the project once for all languages, and build beside the last good site, not over it."""
    if _nested(config):
        return config
    with _told():
        State.site = Site.load(Path(config.docs_dir).parent, config)
    if State.serving:
        WARNINGS.told = False
        State.site.remember(MEMORY)
    State.site.ahead.draw()
    if not State.serving:
        # MkDocs does not say when somebody interrupts it.
        atexit.register(_abandon)
        State.place, State.staging = config.site_dir, Staging(Path(config.site_dir))
        config.site_dir = str(State.staging.folder)
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    """Keep what is still right of the last build from being cleaned away."""
    if State.serving and not _nested(config):
        MEMORY.set_aside(Path(config.site_dir))


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Check the pages of all languages before the first of them is rendered."""
    assert State.site
    site = State.site
    if not _nested(config):
        built = Path(config.site_dir)
        MEMORY.put_back(built)
        if not MEMORY.valid:
            site.ahead.write(built)
        if not State.serving:
            site.ahead.dress(built, _sheets(files, config))
        with _told():
            site.project.survey.by_page  # noqa: B018  Read here, for the copies of this process too.
            others = site.project.survey.targets
            aside = not State.serving and processors() > 1 and bool(others)
            State.others = Aside(partial(_build_others, config)) if aside else None
            # What was removed is told of in all languages by a page of the first.
            apart = aside and not site.places.tells_of_removed_pages()
            site.check_sources(elsewhere=others if apart else ())
    return files


def _sheets(files: Files, config: MkDocsConfig) -> list[Path]:
    """Return the style sheets that pages load: those of Material's pages, and the site's own."""
    own = [Path(config.docs_dir, path) for path in map(str, config.extra_css)]
    theme = [Path(str(file.abs_src_path)) for file in files if file.src_uri.endswith(".min.css")]
    return [*theme, *own]


def _build_others(config: MkDocsConfig) -> Gathered:
    """Build every language but the first, as static-i18n would after it; return what they left behind."""
    assert State.site
    with _told():
        State.site.expand_texts(State.site.project.survey.targets)
    config.plugins["i18n"].on_post_build(config=config)
    return Gathered.of(State.site)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Let the templates be compiled once for all languages and builds; every page of this language is made."""
    assert State.site
    project, folder = State.site.project, State.site.project.root / CACHE
    # Where other languages are built elsewhere, or are built already, nobody asks for translations again.
    if State.others or _language(config) == [*project.languages][-1]:
        project.forget_survey()
    folder.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(folder))
    return env


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Expand the macros of a page."""
    assert State.site
    with _told():
        return State.site.expand(_language(config), page, markdown)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Set the page's typography, and add its notes."""
    assert State.site
    with _told(), TIMES.of("finish"):
        return State.site.finish(_language(config), page, html)


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    """Give the templates the site's words and what they show around a page."""
    assert State.site
    with _told(), TIMES.of("context"):
        context.update(State.site.context(_language(config), page))
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Take out of a page what waits for Material's script, and styles that no style sheet holds."""
    assert State.site
    # MkDocs keeps the texts of all pages to the end. Nobody asks for them again, but a page without
    # Markdown has no title, which the navigation of other pages asks for.
    page.markdown, page.content = "", None
    State.site.forget(_language(config), page)
    output = without_styles(without_leftovers(output))
    if not State.serving:
        State.site.ahead.measure.page(Path(str(page.file.abs_dest_path)), output)
    return output


def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> dict[str, Any]:
    """Give the templates that belong to no page the same words."""
    assert State.site
    with _told():
        context.update(State.site.context(_language(config)))
    return context


def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:
    """Keep what each language makes of a template: they all have one file, and the last would stay."""
    assert State.site
    output = without_leftovers(output)
    State.site.places.templates[_language(config), template_name] = output
    return output


@event_priority(0)
def _wait_for_others(config: MkDocsConfig) -> None:
    """After the first language: take in the others, where they were built beside it, and keep static-i18n from them."""
    assert State.site
    if State.others and not _nested(config):
        others, State.others = State.others, None
        others.result().add_to(State.site)
        config.plugins["i18n"].building = State.gathered = True  # type: ignore[attr-defined]


@event_priority(-200)
def _finish(config: MkDocsConfig) -> None:
    """After the last language: check the whole built site, then let it take the place of the last one."""
    assert State.site
    if State.gathered:
        config.plugins["i18n"].building = State.gathered = False  # type: ignore[attr-defined]
    if _nested(config):
        return
    built = Path(config.site_dir)
    with _told():
        problems = complete(State.site, built)
        if problems and not State.serving:
            raise Faults(problems)
    MEMORY.end(sound=not WARNINGS.told)
    for problem in problems:
        log.warning(str(problem))
    if State.serving or _warned():
        return
    assert State.staging
    State.staging.land()
    config.site_dir = State.place


on_post_build = CombinedEvent(_wait_for_others, _finish)


def _warned() -> bool:
    """Tell whether a strict build is about to be refused for warnings."""
    counters = [
        handler for handler in logging.getLogger("mkdocs").handlers if isinstance(handler, CountHandler)
    ]
    return any(count for counter in counters for _, count in counter.get_counts())


def on_shutdown() -> None:
    """Leave what the build made to the system, which takes it back at once: Python would look for cycles in it first."""
    gc.freeze()


def on_build_error(error: Exception) -> None:
    """Remove the build that failed; the last good site stays as it was."""
    if os.getpid() != State.process:
        return
    MEMORY.end(sound=MEMORY.valid and not WARNINGS.told)
    _abandon()
    if State.site and (problems := broken.problems(error, State.site.project)):
        log.error("%d to mend\n%s", len(problems), "\n".join(map(str, problems)))
        raise Abort("Aborted with a BuildError!") from None


def _abandon() -> None:
    """End what copies of this process do for a build, and remove what there is of its site."""
    if State.others:
        State.others.end()
    if State.site:
        State.site.ahead.end()
    if State.staging:
        State.staging.abandon()
