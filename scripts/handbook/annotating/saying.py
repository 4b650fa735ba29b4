"""How answers are put into words: the texts, the language and what the reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handbook.findings import Finding, Severity, Visibility
from handbook.rendering.environment import PARTIES, SEVERITIES
from handbook.rendering.folds import explain_fold
from handbook.rendering.messages import Explained, Messages
from handbook.rendering.translations import fill_words


@dataclass(frozen=True)
class Saying:
    """The voice of the answers in one workbook.

    Attributes:
        messages: What findings say.
        language: Language of the workbook: zh, vi or en.
        limit: Strictest class its readers may see; values above it print as `‹hidden›`.
    """

    messages: Messages
    language: str
    limit: Visibility = Visibility.SEALED

    def words(self, msgid: str, **values: object) -> str:
        """Translate a word and fill its placeholders in."""
        return fill_words(self.language, msgid, **values)

    def explain(self, finding: Finding) -> Explained:
        """Put a finding into words."""
        return self.messages.explain(finding, self.language, self.limit)

    def explain_fold(self, findings: Sequence[Finding], titles: Mapping[str, str]) -> Explained:
        """Put findings of one rule and batch into words together.

        Args:
            findings: Of one fold.
            titles: Id → what a batch is called, as far as readers may know.
        """
        return explain_fold(self.messages, findings, self.language, self.limit, titles)

    def severity(self, severity: Severity) -> str:
        """Give the word for a severity."""
        return self.words(SEVERITIES[severity])

    def responsible(self, finding: Finding) -> str:
        """Name the party that acts."""
        return self.words(PARTIES[finding.responsible])
