"""The parts of the Mentees page, each one question; ``pages/mentees.py`` puts them in order.

Everything below the choice of the mentor is asked for as that mentor (``state.seen_as``): own mentees only, whoever sits here.
"""
