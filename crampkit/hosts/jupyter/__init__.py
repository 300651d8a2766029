"""What JupyterLab and Voila read of ours: settings, and the template of the lessons' pages."""
