"""Step 2: what the answers are about — a recipe of an earlier round, a framework, or areas of one's own."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from toolbox.frameworks import TEMPLATE, parse
from toolbox.model import Framework, ToolboxError
from toolbox.reading.recipes import Difference, difference, from_json
from toolbox.web import state
from toolbox.web.mapping import arriving, session
from toolbox.web.mapping.cells import cut
from toolbox.web.mapping.deciding import to_confirm, with_all_compared, with_confirmed
from toolbox.web.mapping.draft import Draft, meanings, questions
from toolbox.web.mapping.offers import Offer, begin, best, offers
from toolbox.web.plain import plain


def ways(draft: Draft) -> tuple[Offer, ...]:
    """Every way to read this file, worked out once for each file and set of frameworks and recipes."""
    known, recipes = session.frameworks(), state.store().recipes(state.viewer())
    key = f"upload_{draft.key}_ways"
    asked = (id(draft.reading), tuple(known.values()), recipes)
    if key not in st.session_state or st.session_state[key][0] != asked:
        with st.spinner("Comparing with the frameworks …"):
            st.session_state[key] = (asked, offers(draft.reading, known, recipes))
    return st.session_state[key][1]


def prepared(draft: Draft) -> Draft:
    """The draft with the best way taken, where none was taken yet."""
    return draft if draft.reading is None or draft.recipe is not None else begin(draft, best(ways(draft)))


def show(draft: Draft) -> None:
    """Choose the framework or recipe; say what differs from the earlier round."""
    every = {offer.key: offer for offer in ways(draft)}
    if draft.offer not in every and draft.framework is not None:
        every = {
            draft.offer: Offer(key=draft.offer, label=draft.framework.name, caption="", framework=draft.framework),
            **every,
        }

    def take(old: Draft, key: str) -> Draft:
        return begin(old, every[key])

    st.radio(
        "What are these answers about?",
        list(every),
        format_func=lambda key: plain(every[key].label),
        captions=[plain(offer.caption) for offer in every.values()],
        **session.led(draft, "way", draft.offer, take),
    )
    if draft.own is not None:
        st.text_input(
            "Name of your framework",
            placeholder="For example: Our digital survey",
            max_chars=80,
            **session.led(draft, "own_name", draft.own.name, _named),
        )
    if draft.earlier is not None and draft.reading is not None:
        _differences(draft, difference(draft.earlier, draft.reading))
    _from_file(draft)


def _differences(draft: Draft, found: Difference) -> None:
    """What is new, missing or worded differently against the recipe, by name."""
    parts = (
        ("New columns", found.new),
        ("Missing", found.missing),
        ("Renamed", tuple(f"{old} → {new}" for old, new in found.renamed if (old, new) not in found.alike)),
        ("Worded differently", found.reworded),
        ("New answer options", tuple(word for _, words in found.new_answers for word in words)),
    )
    lines = [f"- **{name}:** {_listed(columns)}" for name, columns in parts if columns]
    if not lines and not found.alike:
        st.info(found.sentence, icon=":material/compare_arrows:")
        return
    _confirm(draft, found)
    with st.expander("What differs from the earlier round", icon=":material/compare_arrows:", expanded=True):
        st.markdown("\n".join(lines))
        if found.covers:
            st.markdown(plain(found.covers))
        waiting = to_confirm(draft)
        reworded = [each for each in meanings(draft).values() if each.reworded and each not in waiting]
        if len(reworded) > 1:
            st.caption(
                f"{len(reworded)} statements read differently, so they are left out of comparisons. Decide "
                "one by one in the next step, or all at once where the survey was only translated:"
            )
            st.button(
                "They ask the same: compare all of them",
                icon=":material/translate:",
                key=f"upload_{draft.key}_all_compared",
                on_click=lambda: session.keep(with_all_compared(session.drafts()[draft.key])),
            )


def _confirm(draft: Draft, found: Difference) -> None:
    """Each column found by likeness of words: the same question, or another one. Nothing is saved before that is said."""
    waiting = {each.column for each in to_confirm(draft)}
    asked = [(old, new) for old, new in found.alike if new in waiting]
    if not asked:
        return
    before = {each.column: each.text or each.column for each in draft.earlier.columns} if draft.earlier else {}
    with st.container(border=True):
        st.markdown(f"**Is this the same question?** {len(asked)} found by similar words.")
        for old, new in asked:
            words, buttons = st.columns([3, 2], vertical_alignment="center")
            now = questions(draft)[new]
            words.markdown(
                f"Before: {plain(cut(before.get(old, old), 160))}  \nNow: {plain(cut(now.text or now.key, 160))}"
            )
            with buttons, st.container(horizontal=True):
                for label, same in (("The same", True), ("Another one", False)):
                    st.button(
                        label,
                        key=f"upload_{draft.key}_confirm_{new}_{same}",
                        on_click=lambda new=new, same=same: session.keep(
                            with_confirmed(session.drafts()[draft.key], new, same)
                        ),
                    )


def _listed(texts: tuple[str, ...], most: int = 5) -> str:
    shown = "; ".join(plain(cut(text, 80)) for text in texts[:most])
    return shown if len(texts) <= most else f"{shown}; and {len(texts) - most} more"


def _named(draft: Draft, name: str) -> Draft:
    return replace(draft, own=replace(draft.own, name=" ".join(name.split()))) if draft.own else draft


def _from_file(draft: Draft) -> None:
    """A framework or a recipe from a file of one's own."""
    with st.expander("Use a file: a framework (TOML) or a recipe (JSON)", icon=":material/attach_file:"):
        key = f"upload_{draft.key}_{st.session_state.get('upload_helpings', 0)}_own_file"
        file = st.file_uploader("Framework or recipe", type=["toml", "json"], key=key, max_upload_size=1)
        st.download_button(
            "Download a framework to start from",
            TEMPLATE,
            file_name="own-framework.toml",
            mime="text/plain",
            on_click="ignore",
            icon=":material/download:",
            key=f"upload_{draft.key}_template",
        )
        if file is None:
            return
        try:
            session.keep(_with_file(draft, file.name, file.getvalue()))
        except ToolboxError as refusal:
            st.error(refusal.message, icon=":material/error:")
            return
        st.session_state["upload_helpings"] = st.session_state.get("upload_helpings", 0) + 1
        st.rerun()


def _with_file(draft: Draft, name: str, content: bytes) -> Draft:
    """The draft with the framework, or the recipe, of a file taken."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ToolboxError("not_text", f"“{name}” is not a text file in UTF-8. Choose a TOML or JSON file.") from None
    if name.lower().endswith(".json"):
        recipe = from_json(text)
        framework = _framework_of(recipe.framework)
        offer = Offer(key=f"file:{name}", label=recipe.name, caption="", framework=framework, earlier=recipe)
        return begin(arriving.read_by(draft, recipe), offer)
    framework = parse(text)
    if framework.kind == "frame":
        raise ToolboxError(
            "frame_without_items",
            f'"{framework.name}" is a frame: it names areas but no items, so the answers in this file cannot be read '
            "with it. Make a framework of your own from it on the Frameworks page and add the items; or enter averages "
            "of its areas.",
        )
    known = session.frameworks().get(framework.id)
    if known is not None and known != framework:
        raise ToolboxError(
            "framework_id_taken",
            f'There is already another framework with the id "{framework.id}" ({known.name}). '
            "Give yours another id, for example with the year in it, and upload it again.",
        )
    if known is None and any(each.framework == framework.id for each in state.rounds()):
        # A round that is kept waits for this very framework: it can be shown again from now on.
        state.store().save_framework(state.viewer(), framework)
    session.keep_framework(framework)
    offer = Offer(key=f"framework:{framework.id}", label=framework.name, caption="", framework=framework)
    return begin(draft, offer)


def _framework_of(identity: str) -> Framework:
    known = session.frameworks()
    if identity not in known:
        raise ToolboxError(
            "framework_missing",
            f'This recipe needs the framework "{identity}", which is not here. Upload its TOML file first.',
        )
    return known[identity]
