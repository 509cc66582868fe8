"""What the invented programme promised its funder: an indicator file as a programme edits it."""

from __future__ import annotations

_HEAD = """id = "sample"
name = "Sample: mentoring between schools, 2025/26"
about = "Invented. Mentor schools of two hubs in four countries, and the schools they mentor."
source = "Invented plan of work"
"""

#: id | name | definition | rule | target | other lines
_ROWS = """
schools|Schools|Schools that mentor or are mentored.|schools|12|
teachers|Teachers in sessions|Teachers who came to a mentoring session themselves.|teachers|150|
colleagues|Their colleagues|Teachers of the mentored schools who came to no session: reached through those who did.|teachers||direct = false
mentors|Mentors|Persons who mentor.|mentors|8|
hubs|Hubs|Regional hubs with one school at least.|hubs|2|
countries|Countries|Countries of the schools.|countries|4|
facilitators|Facilitators|Persons who hold a hub together.|facilitators|2|
active|Active members|Members who came to a session or did something in the course room.|active_members|60|window_days = 90
sessions|Sessions|Mentoring sessions that took place.|sessions|120|
hours|Hours of mentoring|How long the sessions lasted, however many came.|hours|200|
materials|Materials shared|What members shared in the forum of the course room.|materials|150|actions = ["Post created"]
"""


def programme() -> bytes:
    """``programme.toml``."""
    blocks = [_HEAD]
    for row in _ROWS.strip().splitlines():
        id_, name, definition, counts, target, more = row.split("|")
        lines = ["[[indicators]]", f'id = "{id_}"', f'name = "{name}"', f'definition = "{definition}"']
        lines += [f'counts = "{counts}"', *([more] if more else [])]
        if target:
            lines += [f"target = {target}", "deadline = 2026-08-31", 'source = "Invented plan of work"']
        blocks.append("\n".join([*lines, 'owner = "hub coordinators"']) + "\n")
    return "\n".join(blocks).encode()
