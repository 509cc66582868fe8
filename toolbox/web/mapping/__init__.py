"""From dropped files to a saved round, in six steps; one module a step, and some that know no screen.

``draft`` is the half-done work on one file or on a set of files, ``deciding`` its pure edits, ``areas`` a framework made
while mapping, ``sets`` which files are of one round, ``results`` the answers a draft stands for. ``session`` keeps drafts in
the visitor's own session and nowhere else; ``arriving`` takes files in, ``apart`` reads large ones in a process of their own
and ``waiting`` shows it. ``recognised`` (with ``files`` and ``logs``), ``meaning``, ``columns`` (with ``who``), ``words``,
``preview`` (with ``rules``) and ``save`` draw the six steps; ``flow`` walks through them.
"""
