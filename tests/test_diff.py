"""Two texts compared word by word: exact, readable, and quick whatever is compared."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.diff import Effort, blocks, passages, three_way_merge, words

TEXTS = st.lists(st.sampled_from(["The bridge", "is open", "is shut.", "a a a", "", "b"]))


def told(stretches):
    marks = {"same": "", "gone": "-", "new": "+"}
    return [f"{marks[one.kind]}{one.text}" for one in stretches]


def side(found, kind):
    """One of the two texts, put together again from what was found."""
    return [
        "".join(one.text for one in passage.stretches if one.kind in ("same", kind))
        for passage in found
        if passage.kind in ("same", "changed", kind)
    ]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_comparison(old, new):
    found = passages(old, new)
    assert (side(found, "gone"), side(found, "new")) == (old, new)


@given(st.text("ab .\u6f22", max_size=40), st.text("ab .\u6f22", max_size=40))
def test_both_lines_can_be_read_from_the_comparison(old, new):
    found = words(old, new)
    assert "".join(one.text for one in found if one.kind != "new") == old
    assert "".join(one.text for one in found if one.kind != "gone") == new


def test_a_changed_word_is_the_only_change():
    found = words("The bridge closes on Monday.", "The bridge opens on Monday.")
    assert told(found) == ["The bridge ", "-closes", "+opens", " on Monday."]


def test_a_lone_word_between_two_changes_does_not_cut_them_up():
    found = words(
        "They said nothing of the cost at all.", "They said everything of what it will cost them."
    )
    assert len([one for one in found if one.kind == "gone"]) <= 2


def test_a_paragraph_put_in_leaves_the_others_as_they_are():
    found = passages(["One here.", "Two here."], ["One here.", "Between.", "Two here."])
    assert [one.kind for one in found] == ["same", "new", "same"]


def test_a_paragraph_that_changed_is_compared_with_what_it_became():
    old = ["The board voted on Tuesday to keep the bridge.", "Fares stay."]
    new = ["A new first line.", "The board voted on Monday to keep the bridge.", "Fares stay."]
    assert [one.kind for one in passages(old, new)] == ["new", "changed", "same"]


def test_another_paragraph_altogether_is_no_change_of_it():
    found = passages(["The board voted on Tuesday."], ["Nobody knew why clocks run fast."])
    assert [one.kind for one in found] == ["gone", "new"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["a b " * 50_000], ["b a " * 50_000]),
        (["a"] * 20_000, ["a", "b"] * 10_000),
        ([f"w{n % 700}" for n in range(20_000)], [f"w{n * 3 % 700}" for n in range(20_000)]),
        ([" ".join(f"w{n % 97}" for n in range(60_000))], [" ".join("xyz" * 30_000)]),
    ],
    ids=["two words", "one paragraph", "many repeated", "nothing shared"],
)
def test_hostile_texts_take_a_moment(old, new):
    start = time.process_time()
    found = passages(old, new)
    assert time.process_time() - start < 3
    assert (side(found, "gone"), side(found, "new")) == (old, new)


def test_what_is_beyond_the_budget_counts_as_replaced():
    assert blocks("abab", "baba", Effort(3)) == []


def test_changes_by_two_editors_in_different_places_are_merged():
    base = ["one", "two", "three", "four"]
    assert three_way_merge(base, ["ONE", "two", "three", "four"], ["one", "two", "three"]) == [
        "ONE",
        "two",
        "three",
    ]


def test_two_changes_of_one_place_conflict():
    assert three_way_merge(["one", "two"], ["ONE", "two"], ["Uno", "two"]) is None


def test_the_same_change_by_two_editors_is_made_once():
    assert three_way_merge(["one"], ["one", "two"], ["one", "two"]) == ["one", "two"]


def test_two_different_insertions_at_one_place_conflict():
    assert three_way_merge(["one"], ["one", "two"], ["one", "three"]) is None


@given(TEXTS, TEXTS)
def test_where_one_side_did_nothing_the_other_is_followed(base, changed):
    assert three_way_merge(base, changed, base) == changed
    assert three_way_merge(base, base, changed) == changed


@given(st.randoms(use_true_random=False))
def test_a_line_changed_here_and_a_line_changed_there_are_both_kept(chance):
    base = [f"line {n}" for n in range(8)]
    first, second = chance.sample([0, 2, 4, 6], 2)
    mine, theirs = list(base), list(base)
    mine[first], theirs[second] = "mine", "theirs"
    found = three_way_merge(base, mine, theirs)
    assert found is not None
    assert (found[first], found[second]) == ("mine", "theirs")
