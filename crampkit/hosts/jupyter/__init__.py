"""The lessons in Jupyter: in JupyterLab, and as pages that a server shows."""
