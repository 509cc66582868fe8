"""From a dropped file to a saved round, in six steps; one module a step, and two that know no screen.

``draft`` is the half-done work on one file, ``areas`` a framework made while mapping; both are plain records with pure
edits. ``session`` keeps drafts in the visitor's own session and nowhere else. ``recognised``, ``meaning``, ``columns``,
``words``, ``preview`` and ``save`` draw the six steps; ``flow`` walks through them.
"""
