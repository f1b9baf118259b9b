"""A labelled draft in, its fields out: all steps behind the model, in the one order they run in.

A step is an extractor, which reads a field and takes the blocks that it stands in, or a rule, which
overrules the model's labels. `benchmarks/ablate.py` switches each rule off in turn and tells what
it is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from ingest.parsing.text import body, body_recovery, dates, footers, images, publication
from ingest.parsing.text.code_lines import keep_code_lines
from ingest.parsing.text.draft import Draft
from ingest.parsing.text.keyed_fields import take_keyed
from ingest.parsing.text.page_lines import cut_page_lines
from ingest.parsing.text.signing import author_notes, authors, signatures
from ingest.parsing.text.signing.authors import where_unsigned
from ingest.parsing.text.signing.story_names import keep_places, keep_rosters

Extractor: TypeAlias = Callable[[Draft], None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A step that overrules the model's labels: why it is there, and what it was measured to do.

    `effect` is what labelled English articles of the form light gain from it, in thousandths, on
    sites that the weights have not seen.
    """

    name: str
    apply: Callable[[Draft], None]
    reason: str
    effect: str


#: Contacts are known before the publication, which is read from their addresses; authors before
#: footers are cut, which begin with their names; pictures before paragraphs are recovered, which
#: might be captions.
STEPS: Final[tuple[Extractor | Rule, ...]] = (
    Rule(
        "repeated headlines",
        body.cut_repeated_headlines,
        "Pages print the headline again, over the story or in a list of what is read most.",
        "F1 0, recall -0.05",
    ),
    body.take_headline,
    authors.take_bylines,
    Rule(
        "agency's line",
        where_unsigned(signatures.agency_alone),
        "“Reuters” alone between headline and story signs it.",
        "F1 0, recall 0, authors +3.34",
    ),
    Rule(
        "introduced author",
        where_unsigned(author_notes.introduced),
        "“Una Marr is a reporter for …” below a story tells who wrote it.",
        "F1 -0.08, recall -0.27, authors +12.37",
    ),
    Rule(
        "excerpt's author",
        where_unsigned(author_notes.excerpted),
        "“Excerpted from The Shut Gate by Una Marr” below a chapter that a paper prints.",
        "F1 0, recall 0",
    ),
    Rule(
        "closing brackets",
        where_unsigned(signatures.in_closing_brackets),
        "“(Una Marr, 3.5.2024)” and “(dpa)” end stories of German papers and of agencies.",
        "F1 0, recall 0; in all languages and bare texts: authors +5.43",
    ),
    Rule(
        "reporting line",
        where_unsigned(signatures.reported_by),
        "“Reporting by Una Marr” stands below stories of agencies.",
        "F1 0, recall 0, authors +1.67",
    ),
    Rule(
        "name above a profession",
        where_unsigned(signatures.named_above_role),
        "“Una Marr” over “Staff writer” signs, wherever it stands.",
        "F1 0, recall 0",
    ),
    Rule(
        "signature",
        where_unsigned(signatures.signature),
        "A name alone right below the story signs it.",
        "F1 0, recall 0, authors +5.69",
    ),
    Rule(
        "source line",
        where_unsigned(signatures.source_line),
        "“Quelle: dpa” below a story that nobody else signs.",
        "F1 0, recall 0; in all languages: authors +1.30, in bare texts +10.87",
    ),
    Rule(
        "desk's line",
        where_unsigned(signatures.desk_alone),
        "“Harbour News Staff” right below the headline.",
        "F1 0, recall 0, authors +3.34",
    ),
    authors.take_authors,
    dates.take_dates,
    images.take_images,
    Rule(
        "missed standfirst",
        body.claim_standfirst,
        "The model leaves out many a sentence between headline and byline.",
        "F1 0, recall 0",
    ),
    Rule(
        "surplus standfirsts",
        body.release_standfirsts,
        "In short notices the model takes the first paragraphs for an introduction.",
        "F1 +0.11, recall +0.50",
    ),
    body.take_standfirst,
    Rule(
        "sentences without a story",
        body.claim_sentences,
        "Live tickers of short sentences would be lost as a whole.",
        "F1 +1.09, recall +1.06",
    ),
    Rule(
        "lines right above",
        body.keep_head,
        "Spoken lines and lists stand between byline and first paragraph, and were left out.",
        "F1 +0.13, recall +1.21",
    ),
    Rule(
        "sentences right below",
        body.keep_tail,
        "The last sentence of a story is often short, and left out: “No one was hurt.”",
        "F1 +0.09, recall +0.22",
    ),
    Rule(
        "line-ups",
        keep_rosters,
        "“Replacements” above the names of players is part of a report, however short.",
        "F1 0, recall 0",
    ),
    Rule(
        "places above the story",
        keep_places,
        "“Harbour Park” above a report, which tells later what was at Harbour Park.",
        "F1 0, recall 0",
    ),
    Rule(
        "links to stories",
        footers.cut_links,
        "“Lees ook: Veerboot vaart weer” announces another story.",
        "F1 +0.05, recall -0.09",
    ),
    Rule(
        "titles of other stories",
        footers.cut_titles,
        "Lines below “MOST READ IN NEWS” at the end are titles.",
        "F1 0, recall 0",
    ),
    Rule(
        "ornaments",
        footers.cut_ornaments,
        "“___” parts a story and its footer.",
        "F1 -0.03, recall -0.03",
    ),
    Rule(
        "notes on authors",
        footers.cut_notes,
        "A note about what the author does ends the story, with all below it.",
        "F1 0, recall 0; bare texts in all languages: F1 +0.04",
    ),
    Rule(
        "footer",
        footers.cut_footer,
        "Lines on the author, the copyright and other stories stand right below the last sentence.",
        "F1 +0.04, recall -0.04",
    ),
    Rule(
        "doubted paragraphs",
        body_recovery.keep_doubted,
        "A long block that shares the story’s words belongs to it.",
        "F1 -0.06, recall +2.01",
    ),
    Rule(
        "paragraphs beside links",
        body_recovery.keep_beside_links,
        "Some papers set links in capitals between paragraphs; what follows looks like a list.",
        "F1 +0.02, recall +0.04",
    ),
    Rule(
        "story behind inserts",
        body_recovery.continue_behind_inserts,
        "Stories go on behind “Read More”, the title of another story, a question.",
        "F1 +0.09, recall +0.56",
    ),
    Rule(
        "announced lists",
        body.keep_announced_items,
        "A list below a paragraph that ends on a colon belongs to the story, however short.",
        "F1 0, recall 0",
    ),
    Rule(
        "missed subheadings",
        body.name_subheadings,
        "A short line alone between two paragraphs, where the model was unsure.",
        "F1 +0.02, recall +0.06",
    ),
    Rule(
        "lines of the page",
        cut_page_lines,
        "Hardly a paragraph is such a line: “Click here for …”, “Una Marr is a writer …”.",
        "F1 +0.40, recall +0.07",
    ),
    Rule(
        "quoted code",
        keep_code_lines,
        "`{{ price }}` between two paragraphs is what a story is about.",
        "F1 +0.01, recall +0.01",
    ),
    body.take_paragraphs,
    authors.take_contacts,
    authors.take_comment_count,
    publication.take_publication,
    publication.take_section,
    publication.take_url,
    take_keyed,
)
RULES: Final = tuple(step for step in STEPS if isinstance(step, Rule))


def read_fields(draft: Draft, steps: Sequence[Extractor | Rule] = STEPS) -> None:
    """Run the steps on a labelled draft."""
    for step in steps:
        take = step.apply if isinstance(step, Rule) else step
        take(draft)
