"""The launcher: ``streamlit run app.py``. Everything it starts with lies in ``toolbox.web.launch``.

The script a visit runs is ``toolbox/web/main.py`` and not this file, so that nothing in ``pages/`` lies
beside it: Streamlit serves such neighbours past the main script.
"""

import streamlit as st

from toolbox.web.launch import MAIN, around

app = st.App(MAIN, **around())
