"""The only room that knows Streamlit: launcher, navigation, and what the pages share."""
