"""What the two ways of being wrong about a line cost, against each other: stated here alone."""

from __future__ import annotations

from typing import Final

#: Losing a line of a story costs a reader so many times what keeping a line of the page does: what
#: is lost goes unnoticed, what stands too much is seen and can be taken out. So a line is worth
#: keeping above one chance in COST_OF_LOSS + 1 that it belongs to the story.
COST_OF_LOSS: Final = 5
