"""Voila's settings for the lessons; read because its folder is on JUPYTER_CONFIG_PATH."""

from crampkit.hosts.jupyter.lessons import add_lessons, hand_out_cookie

c = get_config()  # type: ignore[name-defined]  # noqa: F821 - given by whoever reads this file

c.VoilaConfiguration.template = "crampkit"
c.VoilaConfiguration.allow_template_override = "NO"
c.VoilaConfiguration.theme = "light"  # the page itself follows the browser, or ?theme=dark
c.VoilaConfiguration.classic_tree = True
# Our template never shows a traceback; without this it could not tell a table that needs mending
# from another error.
c.VoilaConfiguration.show_tracebacks = True
c.VoilaExecutor.show_tracebacks = True
c.VoilaExecutor.allow_errors = True  # the rest of a lesson is still worth reading
c.VoilaConfiguration.page_config_hook = add_lessons
c.VoilaConfiguration.prelaunch_hook = hand_out_cookie

# A page that was closed ends its kernel; this is for those that could not say so, such as on a
# phone that went to sleep. An open page is connected, and is never ended.
c.MappingKernelManager.cull_idle_timeout = 600
c.MappingKernelManager.cull_interval = 60
c.MappingKernelManager.cull_connected = False
