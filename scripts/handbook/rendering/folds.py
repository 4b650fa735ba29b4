"""What a fold says: the name of its rule, how many there are in which batch, what they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handbook.findings import Finding, Visibility
from handbook.rendering.messages import Explained, Messages, cell_text
from handbook.rendering.translations import fill_words


def batch_name(batch: str, language: str, titles: Mapping[str, str] | None = None) -> str:
    """Name a batch by its id and what it is called.

    Args:
        batch: Its id.
        language: zh, vi or en.
        titles: Id → what it is called; a batch that is absent is named by its id alone.
    """
    title = (titles or {}).get(batch, "")
    if not title:
        return cell_text(batch)
    return fill_words(
        language, "{cell}（{detail}）", cell=cell_text(batch), detail=cell_text(title)
    )


def explain_fold(
    messages: Messages,
    findings: Sequence[Finding],
    language: str,
    limit: Visibility = Visibility.SEALED,
    titles: Mapping[str, str] | None = None,
) -> Explained:
    """Put a fold into words; `expected` and `help` are blank where they are not all the same.

    Args:
        messages: What findings say.
        findings: Its members.
        language: zh, vi or en.
        limit: Strictest class the reader may see.
        titles: Id → what a batch is called, as far as the reader may know.
    """
    said = [messages.explain(each, language, limit) for each in findings]
    first = said[0]
    return Explained(
        first.name,
        fill_words(
            language,
            "批次 {batch}，共 {count} 处",
            batch=batch_name(findings[0].batch, language, titles),
            count=len(findings),
        ),
        first.expected if all(each.expected == first.expected for each in said) else "",
        first.help if all(each.help == first.help for each in said) else "",
    )
