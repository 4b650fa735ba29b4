"""Rows of talks, visits and meetings: which batch they belong to, and which came last."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.register import Register


def latest(engagements: pd.DataFrame) -> pd.DataFrame:
    """Give the last engagement of each posting.

    Args:
        engagements: With posting_id, held_on and row, one row per engagement and posting.

    Returns:
        Indexed by key of the posting, with held_on and row.
    """
    in_order = engagements.sort_values(["held_on", "row"])
    return in_order.drop_duplicates("posting_id", keep="last").set_index("posting_id")


def batches_of(register: Register, engagements: pd.DataFrame) -> NDArray[np.object_]:
    """Give the batch of engagements: the one named, else that of the first posting named.

    Args:
        register: It knows the batch of a posting.
        engagements: With batch_id and posting_ids.
    """
    named = engagements["batch_id"].to_numpy(dtype=object)
    first = np.array([next(iter(each), "") for each in engagements["posting_ids"]], dtype=object)
    through = register.look_up("postings", first, "batch_id").astype(object)
    return np.where(named == "", through, named)
