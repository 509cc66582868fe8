"""The parts of the School page, each one question; ``pages/school.py`` puts them in order."""
