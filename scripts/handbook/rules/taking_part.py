"""Who took part in talks, trainings and visits: one row per engagement and posting."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from handbook.register import Register


def taking_part(
    register: Register, kinds: Collection[str], fields: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Spread engagements over the postings they concern.

    An engagement that names postings concerns those; one that names a batch alone concerns all of
    the batch that were not cancelled.

    Args:
        register: Engagements and postings must be there.
        kinds: Kinds of engagements wanted.
        fields: Columns of `engagements` to keep besides held_on.

    Returns:
        Columns posting_id, held_on, row (position of the engagement) and the fields wanted, for
        engagements with a day.
    """
    columns = ["kind", "held_on", "batch_id", "posting_ids", *fields]
    frame = register.frame("engagements", columns).rename_axis("row").reset_index()
    frame = frame[frame["kind"].isin(kinds) & frame["held_on"].notna()]
    named = frame["posting_ids"].str.len() > 0
    kept = ["posting_id", "held_on", "row", *fields]
    one_by_one = frame[named].explode("posting_ids").rename(columns={"posting_ids": "posting_id"})
    batches = frame[~named & (frame["batch_id"] != "")]
    everybody = batches.merge(_members(register), on="batch_id")
    return pd.concat([one_by_one[kept], everybody[kept]], ignore_index=True)


def _members(register: Register) -> pd.DataFrame:
    postings = register.frame("postings", ["batch_id", "status"])
    postings = postings.assign(posting_id=register.tables["postings"].keys[postings.index])
    return postings.loc[postings["status"] != "cancelled", ["batch_id", "posting_id"]]
