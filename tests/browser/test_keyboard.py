"""By keyboard alone, and where the visitor's system sets the colours: what has the focus and what is chosen can be seen."""

from __future__ import annotations

from playwright.sync_api import expect

#: What has the keyboard, how it is marked, and whether a box to type in says so by its edge and caret instead.
FOCUSED = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const marked = [at, at.closest('label')].filter(Boolean).some(each => {
        const look = getComputedStyle(each);
        return look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2;
    });
    const bar = at.closest('[data-testid=stElementToolbar]');
    return {
        what: at.tagName + ' ' + (at.getAttribute('aria-label') || at.innerText || '').slice(0, 40),
        marked: marked ||
            ['INPUT', 'TEXTAREA', 'MAIN', 'CANVAS'].includes(at.tagName) && !['radio', 'checkbox'].includes(at.type),
        seen: !bar || getComputedStyle(bar).opacity === '1',
    };
}"""
MOST_STOPS = 80


def test_the_keyboard_reaches_the_end_of_the_school_page_and_is_seen_all_the_way(visit) -> None:
    page = visit("school")
    page.wait_for_timeout(1500)
    stops = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        page.wait_for_timeout(60)
        now = page.evaluate(FOCUSED)
        if now is None:
            break
        stops.append(now)
    else:
        raise AssertionError(f"The keyboard never left the page: {[each['what'] for each in stops[-6:]]}")
    assert [each["what"] for each in stops if not each["marked"]] == []
    assert [each["what"] for each in stops if not each["seen"]] == []
    said = " ".join(each["what"] for each in stops)
    assert "All tables (XLSX)" in said
    for needless in ("Show data", "Copy Vega-Lite spec", "Fullscreen", "Link to heading"):
        assert needless not in said


def test_what_is_chosen_is_seen_where_the_system_sets_the_colours(chromium, server, settle) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, forced_colors="active")
    page = context.new_page()
    page.goto(f"{server.address}/school")
    settle(page)
    filled = "each => getComputedStyle(each).backgroundColor"
    rings = page.locator("[data-testid=stRadioOption] > div > div:first-child")
    expect(rings.nth(1)).to_be_visible()
    assert rings.nth(0).evaluate(filled) != rings.nth(1).evaluate(filled)
    buttons = page.locator("[data-testid=stButtonGroup] button")
    assert buttons.nth(0).evaluate(filled) != buttons.nth(1).evaluate(filled)
    context.close()
