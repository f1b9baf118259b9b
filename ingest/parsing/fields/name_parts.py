"""An object that stands for a person in, the parts of the person's name in printed order out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

#: Keys of the parts, letters only, in the order in which the parts are printed.
_PART_KEYS: Final = (
    ("firstname", "givenname", "given", "first", "forename"),
    ("middlename", "additionalname", "middle"),
    ("lastname", "familyname", "family", "surname", "last"),
)
_NO_LETTER: Final = re.compile(r"[\W\d_]+")
#: Objects with more keys are no persons.
_MOST_KEYS: Final = 100


def name_parts(person: Mapping[str, object]) -> list[str]:
    """The keys of the parts of a name, each a string that is not blank: `givenName`, `family`."""
    if len(person) > _MOST_KEYS:
        return []
    spelt = {
        _NO_LETTER.sub("", key[:80]).lower(): key
        for key, value in person.items()
        if isinstance(value, str) and value.strip()
    }
    parts = (next((key for key in keys if key in spelt), "") for keys in _PART_KEYS)
    return [spelt[part] for part in parts if part]
