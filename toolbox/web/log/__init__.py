"""What hubs and mentors write down themselves: sessions, who belongs where, the roster, and logs that are kept.

``form`` enters one session; ``sessions_table``, ``memberships_table`` and ``toolbox.web.schools`` correct what is there, all
through ``editing``, which saves row by row and never over somebody else's change; ``kept_logs`` lists logs and forgets them.
"""
