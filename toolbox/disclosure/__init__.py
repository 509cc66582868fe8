"""The one gate every number passes before anyone sees it.

:func:`release` turns a result into a released one under a policy and a viewer. Charts, tables, sentences, reports,
pages and the shell take released results only; nobody else can build one (see :mod:`toolbox.disclosure.released`).

Rules 1 to 5 and 11 say what a page of a round shows. They are decided at once for every school of the round and for all
of them together, group by group and area by area, from the numbers of persons (and, rules 3 and 30, from whether what they
answered gives everybody's answer away; :mod:`toolbox.disclosure.closure`), so that it makes no difference who looks at which
school, and nothing follows by a chain from page to page. Evaluations, both rounds of a comparison, gaps, trends and bands
look the same decision up.

The rules, with k = ``Policy.min_n`` (5), bands = ``min_bands`` (10), options = ``min_distribution`` (20):

1. *Least number.* A statistic of fewer than k persons with a valid value is hidden ("few").
2. *Detail by number.* From k persons the mean, and where the mean of all invited may lie; from ``bands`` its spread and
   interval, the share at the top and at or above each level, agreement, the rates of not applicable and of no answer,
   and the answers in three bands; from ``options`` every option. An item told in three bands has no spread and no interval,
   nor what they follow from in a change (spread of a round, standardised change, degrees of freedom): with its mean they
   would tell which answers the bands hold.
   Ordered categories have no mean: nothing is told of them below ``bands``, they add up to no area, and the intervals of
   their shares, which tell the exact number of persons, are not for the public.
3. *All alike.* Where fewer than ``bands`` persons all have the same value, the mean is everybody's answer: hidden
   ("alike"). Where an area is hidden, its items are hidden too ("beside"), because they add up to it.
4. *Subtraction between schools.* A school and all schools together can both be looked at. What is hidden of the
   schools must therefore be nothing, or at least two schools with k persons in all, who hide all that any school hides of
   the area; otherwise all schools minus the shown ones gives a hidden one away. The next smallest school is then hidden
   too ("complement"), unless it makes up more than a quarter of the persons: then all schools together are hidden
   instead. At the finer levels of detail of rule 2 the same holds number by number. Only one school, or all of them, can
   be asked for: other selections could be subtracted.
5. *Subtraction between items.* Items add up to their area: one hidden item of a shown area follows from the others. A
   school that hides one hides everything before it in the area's order - those most left out in the whole round first -
   two at least, and one at least that k persons answered ("beside"). One order for all schools is what keeps chains out:
   what one school hides is part of what the next one hides.
6. *Two rounds, same persons.* Means of everybody are on the profile pages, so a paired mean gives away the mean of
   those who left or joined. The paired form is shown only if leavers and joiners together number 0 or at least k,
   and its means only if leavers (before) and joiners (after) each do. From k pairs the counts higher, same, lower
   and the medians; from ``bands`` pairs the means, the change and its interval. Otherwise two independent groups
   are compared, each of at least k, and ``why`` says so: "no_keys", "few_pairs" or "protects_few". Beside all schools
   together the same must hold of the leavers and joiners of all hidden schools taken together (rule 4 extended).
7. *All in one direction.* Fewer than ``bands`` pairs that all rose, all fell or all stayed: counts hidden.
8. *Sizes.* Numbers of persons from 1 to k - 1 are hidden; that a number exists does not tell what anyone answered,
   so sizes are not guarded against subtraction.
9. *A rubric* is one agreed rating a school states about itself, not a person's answer: rules 1 to 7 do not apply.
10. *Viewer.* Nothing of a school the viewer may not see, not even inside a total.
11. *Answers left out.* An area's mean and its items' means, counted from each other, give the score of those who left
    some items out. Where those, or the ones who answered all, number 1 to k - 1, an item is hidden ("beside"): the one
    most left out in the whole round. In all schools together the same holds of the persons whom the schools hide so: from
    two schools and k in all, or the item is hidden there, too. Beside the pairs, the
    same is asked of both together: whoever is left when all that can be subtracted of everybody's means and the pairs',
    areas and items, is subtracted - those who answered other numbers of items - is nobody or k, of a school that tells its
    pairs and of all those that do not (:mod:`toolbox.disclosure.rests`); else they are compared as two groups. Items of the
    pairs are told only beside k pairs who answered everything, and k who answered everything once, unless nobody answered once.
12. *Followed and not.* Those who answered both times are set beside those who answered once only where the paired
    means are shown (rule 6): the rest then follows from everybody's means anyway, and is nobody or at least k. Fewer
    than ``bands`` of the rest who are all alike: hidden ("alike"). The areas with pairs of codes a person accepted are
    shown beside those without only where the accepted pairs number at least ``bands`` - the difference of the two is a
    result of those pairs, and a mean of pairs needs as many (rule 6) - in view and, for all schools, in the hidden
    schools together; else they are hidden ("few_accepted").
13. *Averages only.* Of a tool that reports averages the number of persons behind each is asked for, and rules 1 to 4,
    8 and 10 hold for it; an average at an end of the scale counts as all alike (rule 3).
14. *Evaluation tables.* Lines about those who answered both times follow the Change page: where its row is hidden or
    compared as two groups, they are hidden with its reason; from ``bands`` pairs a line that follows from their
    changes alone is shown as the change is, one that needs what they answered each time only as their means are (rule
    6). A set of schools told apart - mentored, waiting, a wave, the schools in no arm - is one more total beside
    every school's own page: what the pages hide of its schools must be nothing, or two schools at least with enough
    pairs, and nobody or k who left or joined. The sets add up to all schools, so one that fails hides them all, and
    so does all schools together where it is hidden; thirds by hours are such sets, hours being a school's. Of three
    rounds the same holds between every two, because any two can be compared. Where nobody left (or joined) the
    schools of a set that do not tell their pairs, these are everybody of a round: then every set is asked for their
    means, and for everybody who answered. Where the means of all together are told, a set's change is asked for
    beside them: of its pairs and of the others' then another round may be left, or both. Pairs divided in another way
    (by starting level) are told of only where each part is nobody or ``bands``. Everybody's answers are told of from
    ``bands`` persons, in rule 4's way. Numbers of persons follow rule 8; a share of those lost goes with their
    number.
15. *Schools side by side.* In the evaluation's profile a school is shown as its own page shows it. Its shrunken mean is
    drawn towards a mean made of the schools with k persons or more, weighed by their numbers: where one of those is
    hidden, the sum of the hidden ones would follow, and of all schools the few left over; where the spread of exactly one
    is hidden, that spread. Then no shrunken mean is shown ("protects_school").
16. *Thirds by starting level.* Of all schools together, or the only school, and only where the paired means are shown
    (rule 6): each third of at least ``bands`` persons, all three or none, with rule 4 on each third. Of one school
    among several no thirds are shown: where its cuts are those of all schools, the rest of a third would follow; nor where
    late answers made other pairs than those shown before: the many who came may be a few in each third.
17. *Single answers* leave under new pseudonyms only, with a viewer who may take them, and no school is named in which
    fewer than k persons of a group answered (:mod:`toolbox.disclosure.answers`).
18. *Agreement over schools.* How much the persons of a school agree is a spread: of fewer than ``bands`` persons it is told
    only in a distribution over ``bands`` schools or more, in which such small schools number 0 or at least k, and then to
    two decimals (in full precision a value tells how many persons it is made of). No school of fewer than k enters.
19. *From answer to answer.* The table of answers before by answers after is shown whole or not at all: every cell nobody
    or k persons; a row or column of fewer than ``bands`` not all in one cell; and those who left, and those who joined,
    nobody or ``options``, for their answers follow from everybody's. Hidden cells, or joined answers, would not do: a
    program that solves for them finds a few from each round's answers, the counts and the correlation. The shares up,
    same and down are shown where the Change page shows the counts.
20. *Pages beside each other.* The School pages, the Change pages and the tables are read together. A school whose School
    page is hidden in a round shows no pairs of that round: together with those who answered once they are everybody.
    The other way round, a school covers for others on the Change page only with persons its School pages leave unknown:
    where nobody left or joined, its pairs are everybody, and where a few did, only those few are unknown. Of these there
    must be nobody, or two schools and k. Where a school's change is shown, those who left it and those who joined it
    follow from each other and count once. Those followed and those not add up to everybody, so where everybody is hidden
    the latter are, too; and where the pairs of all schools are everybody who answered a round, they follow its page of all
    schools. A total of everybody in the tables passes rule 4 for its mean before it passes for its spread. A
    set of schools told apart by everybody's answers, or between other rounds than the first and the last, is held to
    rule 14 as pairs are. Whoever looked back (the round that asked "how was it then?") but is not among those followed is
    nobody or k. Where the counts higher, same, lower are hidden (rule 7), so is what counts them in other words.
21. *Since it was last shown.* Every number is written down before it leaves (``store.ledger``), and a round is held
    against each of its states that was shown: another data set, other minimums, other merged groups. In a school and
    group where a new state differs from one of them by 1 to k - 1 persons (answered later, changed their answers, are
    gone), results go on being made from what was shown last, until there are enough
    (:mod:`toolbox.disclosure.states`). Where enough came, but fewer of them have a value in an area or item, or in a
    pair, that cell is hidden ("since") - an area of two rounds over the items they have in common -, with rule 4 on
    what differs of the hidden schools together, rule 11 on how many items those who differ answered (else the items
    are hidden there), and rules 2 and 3 on how many they are and whether they are all alike
    (:mod:`toolbox.disclosure.since`). In a round of several schools a number that was hidden in a state that was
    shown stays hidden when more have come, and so does how a school's pairs changed: beside the total shown then it
    would give away the few that were hidden with it. Nor does a school cover for others that was told of in such a state: all schools together are hidden
    instead. Another round made from the same file is a state of the same persons; with other schools or groups it is
    refused. Accepted pairs, and sets of schools told apart in an evaluation, are held against earlier ones in the
    same way, the sets also against those of other rounds that share one with these (two rounds of three, say;
    :mod:`toolbox.disclosure.told`).
22. *Merged groups.* Leaders and teachers may be shown as staff as long as nobody saw the round; later only where the sum
    tells nothing of a few (:mod:`toolbox.disclosure.merging`). Once shown together they stay together. Small schools may be
    shown as one as long as nobody saw any round of theirs, and then stand together in every round; their page is for whoever
    may see every one of them (:mod:`toolbox.disclosure.small_schools`).
23. *Minimums* may be raised for a whole store, never lowered below these (:mod:`toolbox.disclosure.minimums`).
24. *What a school states itself* - the position its head states where leaders are too few, ratings from outside, next steps -
    is entered and never computed from answers: its fields begin empty, it enters no average, and nothing hidden is shown
    because of it. A step's values are those of the School pages of its two rounds (:mod:`toolbox.disclosure.steps`).
25. *Means over some of the items.* A gap between groups, a trend, or a change after a question was reworded rests on
    the items both sides have in common. Beside the area and its items it tells of those who left some out: it is
    shown where all the items are, and where of each of these nobody left it out, or ``options`` did ("beside";
    :mod:`toolbox.disclosure.parts`). An optional item is left out of such means in a school that asked it in one of
    the rounds, or of one of the groups, only: beside all schools' own mean this tells of the persons there. Those of
    them who do not follow from their school's page are nobody, or of two schools and ``options``. A set of schools of
    which everybody is told of (rule 14) is asked the same of the schools there that hide the mean.
26. *Schools as a band.* Quarters of the schools' means are made of schools whose own page shows the mean: ten at least
    ("few_schools"), none with more than half of the persons ("large_school"), to one decimal.
27. *Public.* What leaves the hub (``Policy.audience`` "public", k = 10) shows nothing that is hidden inside: numbers of
    persons to the nearest five, whole percentages, means to one decimal, no spread and no interval - the exact number of
    persons would follow from them - and no evaluation tables. Raised minimums, too, hide what the default ones hide. So
    whoever reads both versions has read no more than the inner one (:mod:`toolbox.disclosure.public`).
28. *All schools together.* An average of a round's schools is made of five at least - of pupils of three, if they are fifty
    in all - ("few_for_all"), none with more than half of the persons ("large_school"): on the School page, its gaps, rounds
    and report, on the Change page, and in a reference year. Whoever may look at all schools may look at each; but the page
    is passed on, and one of two schools knows its own average. Evaluation tables are not bound: they tell school by school
    in their profile (rule 15), go to whoever may see each of the schools, never to the public, and what a study of four
    schools finds stands in them; a remark beside each number of all schools says where a page would not show it
    (:mod:`toolbox.disclosure.passed_on`).
29. *Told by schools.* Where schools are the units - a standard error by school, its interval and p, how alike a school's
    persons are, a model of schools - each number is one more equation about hidden schools' means. Of all schools together
    it is told where no school is hidden behind it, or three at least, and then to three digits (p two); else the estimate
    stays without it, and what is nothing but a number of schools goes ("protects_school";
    :mod:`toolbox.disclosure.by_school`).

30. *Near an end of the scale.* Answers cannot lie beyond the scale: where those hidden together come to its end, each of them
    is known though nothing can be solved for. What follows for hidden numbers together - schools in one column, the hidden
    items of one school, those who left items out - covers for them only where it is more than one answer of the scale's whole
    width away from either end, so that each of them may be anything within as much, and nobody who knows what they answered
    themselves can tell what the others did. Else more is hidden, as in rules 4, 5 and 11 ("complement", "beside"). Rule 3
    stays as it is for what is shown: an item's average of 4.8 says of five persons that four answered 5 and one 4. To hide
    every average of fewer than ``bands`` that is so near would take every fourth item of small groups where averages are
    about 4 of 5, and every second above. That more is hidden than numbers of persons ask for tells that hidden averages are
    near an end, as "alike" tells of alike answers. The same is asked of the pairs of hidden schools, of those who left and joined
    there, and of schools told apart in an evaluation: of a school whose page is shown its pairs may move as far as those who
    answered once can move the other way (:mod:`toolbox.disclosure.near_ends`).
31. *Comparisons that share a round.* Those who answered rounds 1 and 2, and those who answered 1 and 3, are two sets of
    round 1, beside everybody. Two such sets of pairs, with everybody, tell of no fewer than k: those in one set and not in
    the other, and those in both or neither, are nobody or k, in each school and in the hidden schools together, area by area
    and item by item; else pairs shown later are compared as two groups. The same holds of three such sets in any sum, of
    the states in which everybody of a round was shown before, and of what an evaluation tells of every two of its rounds.
    The ledger knows which comparisons were shown; what was shown first stays (:mod:`toolbox.disclosure.compared_before`).
32. *Deleted and uploaded once more.* Of a round that was shown, its deletion on the Data page leaves numbers of persons and
    check numbers of each school and group: no code, answer or average. A round of the same framework with the same answers
    in a school and group, or of the same day, is held against them. A school and group with the same check number is as it
    was, under whatever name. Of another it is only known by how many persons the numbers of answers differ: where they are
    fewer than k, it is hidden ("since"), and what was hidden then stays so (:mod:`toolbox.disclosure.gone`).
33. *A corrected framework.* Items turned round, moved to another area or made optional, and other beginnings of levels, give
    other averages of the same answers, which with the old ones would tell of those who left some items out. Once a round
    was shown, its framework takes no such correction: it becomes a new version for the rounds to come
    (:func:`toolbox.store.shelf.save_framework`).
34. *Hours of mentoring.* Sessions, hours given and schools are the hub's own records. Of teachers reached, and of those
    not, none is shown from 1 to k - 1, nor hours per teacher where so few came; the total is what a hub reports, so where
    it would give such a school back, further schools are hidden. Who left before the school's last session is no longer
    reached. That somebody left is known to all, so a number that falls as they go would tell that they had come: they are
    taken off in lots, each of nobody or k who had come and nobody or k who had not (of a raised k, whole lots of the
    default), and told apart; until a lot is full, reach is told from a least number to a most, as if all or none of the
    others had come, and both are held to this rule, whether the roster still counts those taken off or not. Of persons who
    stayed and who left likewise, wave by wave. Where schools (or waves) are hidden behind a total, those they hide are
    nobody, or of two of them at least and k, of each kind. There are many spans of time to look at, and records grow: so
    persons are told to the nearest five, and hours per teacher in steps of what five get in the longest session; exact
    numbers would differ by a few (:mod:`toolbox.disclosure.given`). Change beside hours is told of all schools together
    only: each third by hours of at least ``bands`` persons, all or none, cut where it is cut (the most hours are
    somebody's), under rule 14 for the schools it tells apart. Thirds by persons' own hours cut through schools: after every
    sum of them, of the thirds by starting level (rule 16) and of the schools that are shown, whoever is left must be nobody
    or k, and never one hidden school alone. The line, its band and its slope rest on more than schools' means where enough
    persons have other hours than most of their school; where they have not, they are equations about hidden schools: told
    where none is hidden, or three more than the thirds tell of. Never a point a school. Of a third by starting level it is
    told how many came to a session where those who did, and who did not, are nobody or k in every third
    (:mod:`toolbox.disclosure.doses`). Whose hours they are is shown to nobody.
35. *A mentor's schools.* A mentor sees own mentees only, through the same gate. Sessions, their days and hours are the
    hub's own records; who was reached and who never came are told as given to schools is (the rule of
    :mod:`toolbox.disclosure.given`), decided for every school of the store at once and over everything that is recorded, so
    that neither who looks nor the day looked from makes a difference; a mentor who ran every session of a school is told,
    too, and exactly. How many came to one session is not told, nor what only follows from a hidden number, such as what is
    suggested next. Weeks of activity follow rule 39 (:mod:`toolbox.disclosure.mentees`). One teacher's own change is told
    to the mentor the teacher agreed with, and to nobody else, as long as the consent stands; area by area, where the others
    of the school and group, less everybody who ever agreed, are k: before, after and of those followed
    (:mod:`toolbox.disclosure.single`).
36. *What a hub counts.* Schools, sessions, their hours, clusters and offices (mentors, facilitators) are the hub's own
    records and shown as they are, to who may see every school. Teachers reached are counted in lots: those who came for the
    first time since the last lot are added on the day on which they are k, separately for everyone who stands in the same
    waves and the same indicators; until then a number is said to be "at least". So numbers of two days, months, waves or
    indicators differ by nobody or k. A higher k, a raised one or the sheet's, is reached by whole lots of the default: lots
    of ten made apart from lots of five would tell of one to four who are in one and not in the other. Those on the rosters,
    or who left them since, who never came are told where they are nobody or k. Active members are told in steps of k (rule
    39), and so are all members, rows that name teachers again, and what members shared by the kept logs, where k of them at
    least did. Of clusters that are alike hours to one decimal and reach to five per cent, from five schools on; how their
    schools changed follows rule 38. The funder's sheet leaves the hub: k = 10, persons to the five below, no school and no
    cluster by name (:mod:`toolbox.disclosure.hubs`).
38. *Clusters that work alike.* Of schools whose clusters have the same model, or the same incentive, it is told how they
    changed. Such kinds are sets of schools told apart; they, the schools of no kind and of several, and every other set
    told of beside one of the two rounds before divide the schools into parts, and sums and differences of what is told are
    made of whole parts. So rule 14 holds of every part, and rule 28, because the page is passed on: five schools at least,
    none with more than half of the persons. One part that fails hides all kinds. Models come before incentives. How far
    clusters lie apart is told where in every part no cluster has a hidden school, or five have ("protects_school"). Never
    for the public (:mod:`toolbox.disclosure.clusters`).
39. *Weeks of activity.* Of a school's week it is told how many were active where they are nobody or k, and those who
    belonged to the school and were not active are, too; no sum of weeks. That nobody was active for a while is not said of
    a school of fewer than k. The hub's active members of the same days are a sum beside these: each school counts in it
    with what may be told of it, or the next number below that may, so that it says the same whatever a school hides; the
    sum is told in steps of k, of a raised k in whole steps of the default, and the funder's sheet adds up the same in steps
    of ten (:mod:`toolbox.disclosure.mentees`, :mod:`toolbox.disclosure.hubs`).

How it is tried: :mod:`tests.disclosure.test_closure` writes every number shown of invented rounds, school by school and
for all, with gaps and trends, as an equation over what persons answered, and asks of every hidden number, and of every
one to four persons, whether anything about them lies in the space of what was told. :mod:`tests.disclosure.attack` does so
page by page with everything read together, the mentoring pages among it - who came, for how long and who left are unknowns
there, as who was active in a week, and of several spans of time, and of weeks beside the hub's number, ranges are asked for -, and asks a linear program between what bounds each hidden number lies.

Not covered yet: between other rounds of an evaluation, sets whose pairs are everybody of a round; rule 30 for detail
(where nobody of ``options`` persons or more chose an option, none of the hidden among them did), and for those who
stand in a third by starting level, by somebody who knows who does; several numbers told by schools of the same three
hidden ones; many different means over some of the items of one area (another framework version every year); trends
over items that a few of the late ones left out; four and more comparisons of one round in one sum, and accepted pairs
of an earlier comparison (they count as not linked), or beside everything else; the pairs of an earlier comparison
whose other round was deleted since, or is known here by other areas and items; of a deleted round that came back
otherwise, whether those who differ are all alike (rule 3), a round deleted by a program instead of on the Data page,
and answers uploaded once more under another framework, or under another date with no school and group as it was; the
same answers read with another framework, or another version of it, while both rounds are there: nothing here tells
that items of other names are the same question; thirds by starting level of two comparisons that share a round, by
somebody who knows who stands in them; three sets of schools told apart in three evaluations, of which every two pass
rule 14 and a sum of all three may tell of a few schools; rounds that share persons without keys, and rounds of two
files that share persons with keys: who is the same cannot be known, or is not looked for, unless the two share a
file. Of a hub (rule 36) indicators that are changed, or a person whose schools' waves change, so that others stand
together with them. Who uploads late answers as a round of their own instead of adding them to the round shows those
few as a round: rules 1 to 5 alone protect them. Of clusters (rule 38): thirds by starting level or by persons' own
hours beside kinds. How many teachers never came to a session, where the roster is a few more than those the hub's
page counts: it hides the whole, which the Change page names. Of mentoring: somebody who enters many sessions in order
to see where a number told to the nearest five moves; how many stand in the thirds by hours of two areas, where one
left out an area; somebody who left and came back; two schools whose weeks of activity share persons.

Sources: rule 1 internal reporting default of five persons (Learning Bar, PERTS, Qualtrics); rules 4 and 5
complementary suppression as in official statistics.
"""

from __future__ import annotations

from typing import overload

from toolbox.disclosure.answers import SMALL_SCHOOLS, ReleasedAnswers, release_answers
from toolbox.disclosure.bands import release_bands
from toolbox.disclosure.evaluations import release_evaluation
from toolbox.disclosure.gap_moves import release_gap_moves
from toolbox.disclosure.logs import ReleasedKind, ReleasedLog, release_log
from toolbox.disclosure.passed_on import passed_on
from toolbox.disclosure.profiles import release_profile
from toolbox.disclosure.released import (
    ReleasedBand,
    ReleasedBaseline,
    ReleasedCell,
    ReleasedChange,
    ReleasedComparison,
    ReleasedCount,
    ReleasedEvaluation,
    ReleasedFollowed,
    ReleasedFunnel,
    ReleasedGap,
    ReleasedGapMove,
    ReleasedLine,
    ReleasedPoint,
    ReleasedProfile,
    ReleasedStart,
    ReleasedThird,
    ReleasedTrend,
)
from toolbox.disclosure.steps import StepBeside, StepValue, standing, step_beside
from toolbox.disclosure.trends import release_trend
from toolbox.disclosure.words import group_name, hidden
from toolbox.model import Comparison, Evaluation, Policy, Profile, Viewer

__all__ = [
    "SMALL_SCHOOLS",
    "ReleasedAnswers",
    "ReleasedBand",
    "ReleasedBaseline",
    "ReleasedCell",
    "ReleasedChange",
    "ReleasedComparison",
    "ReleasedCount",
    "ReleasedEvaluation",
    "ReleasedFollowed",
    "ReleasedFunnel",
    "ReleasedGap",
    "ReleasedGapMove",
    "ReleasedKind",
    "ReleasedLine",
    "ReleasedLog",
    "ReleasedPoint",
    "ReleasedProfile",
    "ReleasedStart",
    "ReleasedThird",
    "ReleasedTrend",
    "StepBeside",
    "StepValue",
    "group_name",
    "hidden",
    "release",
    "release_answers",
    "release_bands",
    "release_gap_moves",
    "release_log",
    "release_trend",
    "standing",
    "step_beside",
]


@overload
def release(result: Profile, *, policy: Policy = ..., viewer: Viewer = ...) -> ReleasedProfile: ...
@overload
def release(result: Comparison, *, policy: Policy = ..., viewer: Viewer = ...) -> ReleasedComparison: ...
@overload
def release(result: Evaluation, *, policy: Policy = ..., viewer: Viewer = ...) -> ReleasedEvaluation: ...
def release(
    result: Profile | Comparison | Evaluation, *, policy: Policy = Policy(), viewer: Viewer = Viewer()
) -> ReleasedProfile | ReleasedComparison | ReleasedEvaluation:
    """What this viewer may see of a result: the same shape, with a reason wherever a number is withheld.

    Raises:
        ToolboxError: ``not_your_school`` where the viewer may not see a school of it; ``selection`` where neither
            one school nor all schools are in view.

    Example:
        >>> from toolbox.disclosure.examples import profile_of
        >>> [(cell.group, cell.n, cell.mean, cell.hidden) for cell in release(profile_of(leaders=3, teachers=24)).areas]
        [('leaders', None, None, 'few'), ('teachers', 24, 3.5, '')]
    """
    if isinstance(result, Profile):
        return release_profile(result, policy, viewer)
    if isinstance(result, Comparison):
        return passed_on(result, policy, viewer)
    if isinstance(result, Evaluation):
        return release_evaluation(result, policy, viewer)
    raise TypeError(f"Only a profile, a comparison or an evaluation can be released, not {type(result).__name__}.")
