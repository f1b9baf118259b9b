"""Every write to an article: imported, corrected, withdrawn, removed, undone.

Each runs inside `writing()`, one writer at a time, and notes the articles it touched in the change
log of the same transaction. Names, pictures and merges have modules of their own.
"""

from archive.store.articles import (
    EditedMeanwhile,
    add,
    change,
    confirm_readings,
    correct,
    discard,
    forget_known,
    forget_source,
    keep_correction,
    keep_duplicate,
    keep_reading,
    make_current,
    reapply_corrections,
    remove,
    reread,
    restore,
    set_state,
    show_version,
    writing,
)

__all__ = [
    "EditedMeanwhile", "add", "change", "confirm_readings", "correct", "discard",
    "forget_known", "forget_source", "keep_correction", "keep_duplicate", "keep_reading",
    "make_current", "reapply_corrections", "remove", "reread", "restore", "set_state",
    "show_version", "writing",
]  # fmt: skip
