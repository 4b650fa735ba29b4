"""What falls due on which day, as far as one audience may know: for calendars and lists of days."""

from handbook.dues.gathering import MILESTONES, all_dues
from handbook.dues.model import KEPT_DAYS, Due, Kind, Subject
from handbook.dues.sorting import ORG_DEPARTMENT, by_calendar, calendar_address

__all__ = [
    "KEPT_DAYS",
    "MILESTONES",
    "ORG_DEPARTMENT",
    "Due",
    "Kind",
    "Subject",
    "all_dues",
    "by_calendar",
    "calendar_address",
]
