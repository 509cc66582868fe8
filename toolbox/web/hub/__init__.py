"""The Hub page: whom was reached against target, what to see to, and the sheet for the funder. One part a module.

Order on the page: programme and day · sentences · what to see to · indicators, direct then indirect · growth · types of
schools · clusters side by side, and how their schools changed · numbers entered by hand · the indicator file · the sheet.
Opening the page shows nothing of any round: how schools changed is for who asks, because what is shown is held against
other pages.
"""
