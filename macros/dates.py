"""A date as precise as its source gives it: a day, a month or a year."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, perhaps a month, perhaps a day."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2024`, `2024-09` or `2024-09-02`; raise ValueError for anything else."""
        match = FORM.fullmatch(text)
        if not match:
            raise ValueError(f'"{text}" is not a date; write it as 2024, 2024-09 or 2024-09-02')
        date = cls(*(int(part) if part else None for part in match.groups()))  # type: ignore[arg-type]
        try:
            date.first()
            date.last()
        except ValueError:
            raise ValueError(f'"{text}" is not a day of the calendar') from None
        return date

    def first(self) -> datetime.date:
        """Return the first day that this date covers."""
        return datetime.date(
            self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day
        )

    def last(self) -> datetime.date:
        """Return the last day that this date covers."""
        if self.day:
            return self.first()
        if not self.month:
            return datetime.date(self.year, 12, 31)
        following = datetime.date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return following - datetime.timedelta(days=1)

    def __str__(self) -> str:
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)
