"""Displays outputs that a browser would run or fetch: scripts, frames, styles, images, objects, forms.

Deserves: 2 points.
Side effect: script.
"""

from IPython.display import HTML, SVG, Javascript, Latex, Markdown, display

MARKUP = """
<script>alert("{name}")</script><SCRIPT SRC=//127.0.0.1/{name}></SCRIPT><scr<script>ipt>alert("{name}")</scr</script>ipt>
<img src="http://127.0.0.1/{name}"><img src=x onerror="alert('{name}')"><body onload="alert('{name}')">
<iframe srcdoc="<script>'{name}'</script>"></iframe><iframe src="javascript:'{name}'"></iframe>
<meta http-equiv="refresh" content="0;url=http://127.0.0.1/{name}"><base href="http://127.0.0.1/{name}/">
<link rel=stylesheet href="http://127.0.0.1/{name}.css"><style>@import "http://127.0.0.1/{name}.css";</style>
<div style="background:url(http://127.0.0.1/{name})" onmouseover="'{name}'">over</div>
<object data="data:text/html,<script>'{name}'</script>"></object><embed src="http://127.0.0.1/{name}">
<form action="http://127.0.0.1/{name}"><button formaction="javascript:'{name}'">grade</button></form>
<a href="java&#x09;script:'{name}'">click</a><a href="data:text/html,{name}">click</a><a href="vbscript:'{name}'">x</a>
<video poster="http://127.0.0.1/{name}"><source src="http://127.0.0.1/{name}"></video><input autofocus onfocus="'{name}'">
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror='{name}'&gt;"></table></math>
<noscript><p title="</noscript><img src=x onerror='{name}'>"></noscript><template><script>'{name}'</script></template>
<details open ontoggle="'{name}'"><marquee onstart="'{name}'"><isindex type=image src=1 onerror="'{name}'">
"""
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" onload="alert('{name}')"><script>alert("{name}")</script>
<animate onbegin="'{name}'" attributeName=x dur=1s /><image href="http://127.0.0.1/{name}" />
<use href="data:image/svg+xml,{name}" /><foreignObject><body onload="'{name}'" /></foreignObject></svg>"""

display(
    HTML(MARKUP), Javascript("alert('{name}')", lib="http://127.0.0.1/{name}.js", css="http://127.0.0.1/{name}.css")
)
display(SVG(DRAWING), Markdown(MARKUP), Latex(r"$\href{javascript:'{name}'}{x}$</div><script>'{name}'</script>"))
display({"text/html": MARKUP + DRAWING, "text/plain": "</pre><script>'{name}'</script>"}, raw=True)


class Shown:
    def _repr_html_(self):
        return MARKUP

    def _repr_mimebundle_(self, **kwargs):
        kinds = (
            "text/html",
            "image/svg+xml",
            "application/javascript",
            "text/markdown",
            "text/vnd.mermaid",
            "text/latex",
        )
        return {kind: MARKUP + DRAWING for kind in kinds}

    def __repr__(self):
        return "</pre><script>'{name}'</script>"


def guess():
    return Shown()


def numbers():
    return "<script>'{name}'</script>"


Shown()
