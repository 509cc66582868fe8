"""What the change page says about linking: who could be followed, codes that nearly match, results with them.

A person decides here, one pair of codes at a time; nothing is used before. A pair shows short pseudonyms, school,
group and where the codes differ: never a code, never an answer.
"""

from __future__ import annotations

import streamlit as st

from toolbox.disclosure import ReleasedComparison
from toolbox.model import ToolboxError
from toolbox.tables.reasons import WRONG_BY
from toolbox.web import link_rows, released
from toolbox.web.plain import plain
from toolbox.web.showing import table
from toolbox.wording import group_name

#: Pairs on one page of the list.
PER_PAGE = 8


def followed(found: ReleasedComparison) -> None:
    """Who gave a code, and who was found again by it."""
    if not found.followed:
        return
    st.header("Who could be followed", anchor=False)
    if not any(row.keyed_before != 0 or row.keyed_after != 0 for row in found.followed):
        st.markdown("Nobody: the answers hold no codes, so people cannot be found again. Groups are compared instead.")
        return
    _nothing_matches(found)
    table(link_rows.followed(found), "Who gave a code, who was found again by it, and who answered once")
    share = "The share is of those who answered before. " if any(map(link_rows.share_told, found.followed)) else ""
    st.caption(
        f"{share}People are found again by an equal code in the same school and group; "
        "a code that stands twice there is nobody’s. So who changed school or group is gone from one and new in the other, and "
        "whoever answered in two schools counts in each."
    )


def _nothing_matches(found: ReleasedComparison) -> None:
    """That no code occurs twice, where people gave some: most likely the wrong column."""
    gave = [row for row in found.followed if row.keyed_before != 0 and row.keyed_after != 0]
    if gave and all(row.linked == 0 for row in gave):
        st.warning(
            "No codes occur in both rounds. Is the code in another column? Codes are not kept, only pseudonyms that do "
            "not show how they were written: upload a file again to see examples of its codes.",
            icon=":material/link_off:",
        )


def nearly(found: ReleasedComparison, before_id: str, after_id: str, school: str | None) -> None:
    """Codes with one difference, for a person to accept one by one; results with them where they may be shown."""
    if not found.followed:
        return
    if all(row.wrong_by == "no_clues" for row in found.followed):
        if any(row.keyed_before != 0 and row.keyed_after != 0 for row in found.followed):
            st.caption(f":material/info: Nearly equal codes: {WRONG_BY['no_clues']}.")
        return
    pairs = released.probable_pairs(before_id, after_id, school)
    offered = {
        group: (
            sum(pair.group == group for pair in pairs),
            sum(pair.group == group and pair.accepted for pair in pairs),
        )
        for group in dict.fromkeys(pair.group for pair in pairs)
    }
    lines = link_rows.nearly(found, offered)
    if not lines:
        return
    st.header("Codes that nearly match", anchor=False)
    st.markdown(
        "Some people mistype their code the second time. The toolbox looks for pairs with **one** difference, in one "
        "school and group, unlike any other code. **None is used unless you accept it**, and the results above never "
        "use them."
    )
    st.markdown("\n".join(f"- {line}" for line in lines))
    if pairs:
        if way := _how(found):
            st.caption(way)
        _pairs(pairs, before_id, after_id)
    _with_accepted(found)


def _how(found: ReleasedComparison) -> str:
    """Where the number that chance would give comes from."""
    ways = dict.fromkeys(
        row.wrong_by for row in found.followed if row.wrong_by in ("other_schools", "other_groups", "one_block")
    )
    told = "; ".join(WRONG_BY[way] for way in ways)
    return f"Chance alone: pairs that look like slips although they are two people’s, {told}." if told else ""


def _pairs(pairs: tuple[released.Offered, ...], before_id: str, after_id: str) -> None:
    waiting = tuple(pair for pair in pairs if not pair.accepted)
    taken = tuple(pair for pair in pairs if pair.accepted)
    # The same words whatever is accepted: an expander whose label changes closes.
    with st.expander(
        "Look at the pairs one by one", icon=":material/compare_arrows:", key="change_pairs", on_change="rerun"
    ) as look:
        if not look.open:
            return
        st.caption(
            "Shown are pseudonyms, not codes: codes are not kept. What speaks for a pair is that nobody else’s code in the "
            "school and group comes as near."
        )
        if len(pairs) > 1:
            with st.container(horizontal=True):
                st.button(
                    f"Accept all {len(waiting)}", disabled=not waiting, key="change_pairs_all", icon=":material/done_all:",
                    on_click=_decide, args=(before_id, after_id, waiting, True),
                )  # fmt: skip
                st.button(
                    f"Take back all {len(taken)}", disabled=not taken, key="change_pairs_none", icon=":material/undo:",
                    on_click=_decide, args=(before_id, after_id, taken, False),
                )  # fmt: skip
        pages = -(-len(pairs) // PER_PAGE)
        page = min(st.pagination(pages, key="change_pairs_page"), pages) if pages > 1 else 1
        for place, pair in list(enumerate(pairs))[(page - 1) * PER_PAGE : page * PER_PAGE]:
            _pair(place, pair, before_id, after_id)


def _pair(place: int, pair: released.Offered, before_id: str, after_id: str) -> None:
    with st.container(border=True, key=f"change_pair_{place}"):
        words, button = st.columns([4, 1], vertical_alignment="center")
        words.markdown(
            f"**{pair.before} → {pair.after}** · {plain(pair.school)}, {plain(pair.group)}  \n{pair.difference}"
            + (" · :green-badge[accepted]" if pair.accepted else "")
        )
        button.button(
            "Take back" if pair.accepted else "Accept", key=f"change_pair_{place}_decide", width="stretch",
            on_click=_decide, args=(before_id, after_id, (pair,), not pair.accepted),
            help=f"{pair.before} and {pair.after} are one person’s codes" if not pair.accepted else None,
        )  # fmt: skip


def _decide(before_id: str, after_id: str, pairs: tuple[released.Offered, ...], accept: bool) -> None:
    """Before the page is drawn anew, so that everything on it already knows."""
    try:
        released.decide(before_id, after_id, pairs, accept=accept)
    except ToolboxError as refusal:
        st.session_state["change_pairs_refused"] = refusal.message


def _with_accepted(found: ReleasedComparison) -> None:
    """The results with accepted pairs beside those without, group by group."""
    if refused := st.session_state.pop("change_pairs_refused", ""):
        st.error(plain(refused), icon=":material/error:")
    accepted = any(row.accepted != 0 for row in found.followed)
    if not accepted:
        return
    least = max(found.policy.min_n, found.policy.min_bands)
    st.subheader("With the accepted pairs", anchor=False)
    st.markdown(
        f"The change with the accepted pairs added, beside the one by equal codes. It is shown from {least} accepted "
        "pairs on: with fewer, the two results together would tell what those few people answered."
    )
    for group in dict.fromkeys(row.group for row in found.accepted):
        st.markdown(f"**{plain(group_name(group))}**")
        table(link_rows.accepted(found, group), f"Change of {group} with and without the accepted pairs")
