"""How the sample hub is made: what is asked, who is in it, what they answer, and how each tool exports it.

Nothing here describes a real school or person. ``../make.py`` runs it.
"""
