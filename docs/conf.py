"""How Sphinx makes the site: from Markdown, with a theme that fetches nothing."""

from advisor import __version__

project = "Procedurewijzer"
author = "the makers of Procedurewijzer"
project_copyright = "the makers of Procedurewijzer, EUPL-1.2"
version = release = __version__
extensions = ["myst_parser"]
root_doc = "docs/index"
language = "en"
html_theme = "alabaster"
html_theme_options = {
    "description": "Which procedure may a Belgian local authority use, and why",
    "show_powered_by": False,
    "page_width": "1100px",
    "sidebar_width": "300px",
    "font_family": "Arial, Helvetica, sans-serif",
    "head_font_family": "Arial, Helvetica, sans-serif",
}
html_sidebars = {"**": ["about.html", "searchfield.html", "navigation.html", "relations.html"]}
html_copy_source = False
html_show_sourcelink = False
html_permalinks_icon = "#"
myst_heading_anchors = 4
# A drawing in the page would need a script from elsewhere: the text of it says as much.
myst_fence_as_directive: list[str] = []
suppress_warnings = ["misc.highlighting_failure"]
highlight_language = "text"
exclude_patterns: list[str] = []
