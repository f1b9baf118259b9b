"""English words whose forms share no stem: mouse and mice, buy and bought."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

#: The forms of a word a line, where stemmers leave them apart; regular ones follow by the stem. One
#: with ~ is a word of its own as well (the Met, the Fed): the others find it, it finds only itself.
#: Those that would bring in more strangers than relations are left out: saw, left, found, rose,
#: fell, felt, lay, wound, ground, bore, bound, stole, wove, leaves, lives, bases, dice.
_ENGLISH: Final = """
mouse mice
louse lice
goose geese
foot feet
tooth teeth
man men
woman women
child children
ox oxen
person people
wolf wolves
calf calves
half halves
elf elves
shelf shelves
thief thieves
loaf loaves
knife knives
wife wives
scarf scarves
hoof hooves
wharf wharves
dwarf dwarves
self selves
policeman policemen
policewoman policewomen
fireman firemen
fisherman fishermen
spokesman spokesmen
spokeswoman spokeswomen
chairman chairmen
chairwoman chairwomen
businessman businessmen
businesswoman businesswomen
congressman congressmen
congresswoman congresswomen
clergyman clergymen
cameraman cameramen
craftsman craftsmen
gunman gunmen
salesman salesmen
seaman seamen
sportsman sportsmen
statesman statesmen
workman workmen
Englishman Englishmen
Englishwoman Englishwomen
Frenchman Frenchmen
Irishman Irishmen
Scotsman Scotsmen
Welshman Welshmen
Dutchman Dutchmen
grandchild grandchildren
schoolchild schoolchildren
stepchild stepchildren
housewife housewives
midwife midwives
penknife penknives
bookshelf bookshelves
werewolf werewolves
mongoose mongooses
crisis crises
analysis analyses
thesis theses
hypothesis hypotheses
diagnosis diagnoses
oasis oases
criterion criteria
phenomenon phenomena
bacterium bacteria
curriculum curricula
memorandum memoranda
referendum referenda
stadium stadia
aquarium aquaria
alumnus alumni
cactus cacti
fungus fungi
nucleus nuclei
stimulus stimuli
syllabus syllabi
larva larvae
formula formulae
antenna antennae
appendix appendices
index indices
matrix matrices
vertex vertices
penny pence
see seen
do did done
arise arose arisen
awake awoke awoken
become became
begin began begun
bite bitten
bleed bled
blow blew blown
break broke broken
breed bred
bring brought
build built
burn burnt
buy bought
catch caught
choose chose chosen
cling clung
come came
creep crept
deal dealt
dig dug
draw drew drawn
dream dreamt
drink drank drunk~
drive drove driven
eat ate eaten
feed fed~
fight fought
flee fled
fling flung
fly flew flown
forbid forbade forbidden
forget forgot forgotten
forgive forgave forgiven
freeze froze frozen
get got gotten
give gave given
go went gone
grow grew grown
hang hung
hear heard
hide hid hidden
hold held
keep kept
kneel knelt
know knew known
lead led~
lean leant
leap leapt
learn learnt
lend lent~
light lit
lose lost
make made
mean meant
meet met~
overcome overcame
overtake overtook overtaken
pay paid
plead pled
prove proven
rebuild rebuilt
ride rode ridden
ring rang
run ran
say said
seek sought
sell sold
send sent
shake shook shaken
speak spoke~ spoken
shine shone
shoot shot
shrink shrank shrunk
sing sang sung
sink sank sunk
sit sat
sleep slept
slide slid
sling slung
speed sped
spell spelt
spend spent
spill spilt
spin spun
spring sprang sprung
stand stood
steal stolen
stick stuck
sting stung
strike struck stricken
strive strove striven
swear swore sworn
sweep swept
swell swollen
swim swam swum
swing swung
take took taken
teach taught
tear tore torn
tell told
throw threw thrown
understand understood
undertake undertook undertaken
uphold upheld
wake woke~ woken
wear wore worn
weave woven
weep wept
win won
withdraw withdrew withdrawn
withhold withheld
withstand withstood
write wrote written
"""


def irregular(language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(form, all forms of its word), lower-case; none for languages other than English, as
    settings.SEARCH_LANGUAGES calls it."""
    for line in _ENGLISH.lower().split("\n") if language == "english" else ():
        forms = line.split()
        group = tuple(form.rstrip("~") for form in forms)
        yield from ((form, group) for form in forms if not form.endswith("~"))
