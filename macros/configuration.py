"""What `mkdocs.yml` says of the languages and of the order of pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from macros.problems import Faults, Problem, read_text

PATH = "mkdocs.yml"


@dataclass(frozen=True)
class Language:
    """A language of the site, as `mkdocs.yml` lists it."""

    code: str
    name: str
    site_name: str


def _configuration(path: Path) -> dict[str, Any]:
    class Loader(yaml.SafeLoader):
        """Read MkDocs' own tags (!ENV, !!python/name) as nothing: they are of no matter here."""

    Loader.add_multi_constructor("!", lambda loader, suffix, node: None)
    Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)
    try:
        config: Any = yaml.load(read_text(path, PATH), Loader=Loader)  # A SafeLoader of our own.
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Faults([Problem(PATH, line, f"not YAML: {error.problem}; mend the line")]) from None
    return config if isinstance(config, dict) else {}


def host(url: object) -> str:
    """Return where the site will stand, as it is configured; raise Faults where nothing is said of it."""
    if not url:
        mend = "write site_url: with the address at which the site will stand, such as https://example.org/"
        raise Faults(
            [Problem(PATH, 1, f"no address (the variable SITE_URL, where it is set, comes first); {mend}")]
        )
    return str(url)


def reading_order(path: Path) -> dict[str, int]:
    """Return the rank of each page that the navigation of `mkdocs.yml` lists."""
    if not path.exists():
        return {}
    names: list[str] = []

    def walk(item: Any) -> None:
        if isinstance(item, dict):
            walk(list(item.values()))
        elif isinstance(item, list):
            for inner in item:
                walk(inner)
        elif item:
            names.append(str(item).removesuffix(".md"))

    walk(_configuration(path).get("nav") or [])
    return {name: rank for rank, name in enumerate(names)}


def read_languages(path: Path) -> tuple[str, dict[str, Language]]:
    """Return the source language and all languages from `mkdocs.yml`."""
    config = _configuration(path)
    plugins = [plugin for plugin in config.get("plugins") or () if isinstance(plugin, dict)]
    options: Mapping[str, Any] = next((plugin["i18n"] for plugin in plugins if plugin.get("i18n")), {})
    return languages_from(options.get("languages") or (), config.get("site_name", ""))


def languages_from(listed: Sequence[Mapping[str, Any]], site_name: str) -> tuple[str, dict[str, Language]]:
    """Return the source language (the default one) and all languages that are built."""
    languages = {
        str(item["locale"]): Language(
            str(item["locale"]),
            str(item.get("name") or item["locale"]),
            str(item.get("site_name") or site_name),
        )
        for item in listed
        if item.get("build", True)
    }
    if not languages:
        raise Faults([Problem(PATH, 1, "no language is built; list one under plugins: i18n: languages:")])
    defaults = (str(item["locale"]) for item in listed if item.get("default"))
    default = next((code for code in defaults if code in languages), next(iter(languages)))
    return default, {default: languages[default], **languages}
