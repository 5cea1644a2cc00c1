"""How the documentation is built: ``make docs``, with warnings as errors."""

from __future__ import annotations

from importlib.metadata import version as installed_version

project = "vocskills"
author = "The vocskills authors"
copyright = "The vocskills authors"
version = release = installed_version("vocskills")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "groupwise"
autodoc_typehints = "signature"
python_maximum_signature_line_length = 90
autodoc_default_options = {"members": True, "show-inheritance": True}
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True

# Whatever the public face mentions of vocskills must itself be public and documented. The rest (the standard library,
# attrs) is not checked: no inventory is fetched, so that the documentation is built without a network.
nitpicky = True
nitpick_ignore_regex = [(r"py:.*", r"(?!vocskills\b).*")]

html_theme = "furo"
html_title = "vocskills"
