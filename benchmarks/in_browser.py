"""placeholder"""


def run(folder, show):
    return []
