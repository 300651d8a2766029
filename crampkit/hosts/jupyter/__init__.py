"""Lessons in JupyterLab: a panel as an anywidget, a box as ipywidgets' own, a figure as plotly's."""
