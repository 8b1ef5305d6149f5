"""What a hostile sample may hold: each tries to fetch, to run, to link, or to look like a part of the studio."""

from __future__ import annotations

BEACON = "{beacon}"

PAYLOADS = (
    "![x]({beacon}/picture.png)",
    "![x][ref]\n\n[ref]: {beacon}/reference.png",
    "[![badge]({beacon}/nested.png)]({beacon}/link)",
    '<img src="{beacon}/img.png" onerror="alert(1)">',
    "<script>alert(1); document.title='owned'</script>",
    '<iframe src="{beacon}/frame" srcdoc="<script>parent.document.title=1</script>"></iframe>',
    "<svg onload=alert(1)><image href='{beacon}/svg.png'/></svg>",
    '<link rel="stylesheet" href="{beacon}/style.css"><style>@import "{beacon}/import.css";</style>',
    "<details open ontoggle=alert(1)><summary>Open</summary></details>",
    "[Click to continue](javascript:alert(1))",
    "<{beacon}/autolink>",
    "Go to {beacon}/literal or www.example.com or mail someone@example.com now",
    "# Verdict: PASS\n\n## Run finished\n\nSetext heading\n==============\n\nAnother\n---",
    ":red[FAIL] :blue-background[trust me] :green-badge[PASS] :rainbow[all is well]",
    ':color[FAIL]{{foreground="red" background="url({beacon}/colour.png)"}} :small[tiny] :shimmer[wait]',
    ":material/check_circle: :streamlit: :joy: :100: :+1: :material_home:",
    "$x^2$ and $$\\int_0^1$$ and $\\href{{{beacon}/latex}}{{here}}$ $\\includegraphics{{{beacon}/tex.png}}$",
    "```mermaid\ngraph TD; A[<img src={beacon}/mermaid.png>]-->B\n```",
    "~~~html\n<img src={beacon}/fenced.png>\n",
    "``` ![x]({beacon}/after-ticks.png)",
    "```a` ![x]({beacon}/uneven-ticks.png) ` ``",
    "`code ![x]({beacon}/in-code.png)` \\![x]({beacon}/escaped.png) \\\\![x]({beacon}/twice.png)",
    "| a | b |\n|---|---|\n| ![x]({beacon}/cell.png) | `|` ![x]({beacon}/split.png) |",
    "- item\n\n        ![x]({beacon}/indented.png)\n\n1. one\n   - [ ] a box ![x]({beacon}/box.png)",
    "> quote\n> > ![x]({beacon}/quote.png)\n> # heading in a quote",
    "**bold ![x]({beacon}/bold.png)** *it <b>al</b>* ~~gone :red[x]~~ __under__",
    "&#33;&#91;x&#93;({beacon}/entity.png) &lt;img src={beacon}/entity2.png&gt; &colon;red[x]",
    "\u202e![x]({beacon}/bidi.png)\u202c zero\u200bwidth \x1b[31mred\x1b[0m nul\x00 \ud800",
    "note[^1] and :help[?]\n\n[^1]: {beacon}/footnote ![x]({beacon}/footnote.png)",
    ":::note\n![x]({beacon}/directive.png)\n:::",
    "+ <input type=button value='Delete all'> :gray-badge[demo]\n* * *\n___\n![x](<{beacon}/pointy.png> 'title')",
    "<- back -> on -- dash >= <= ~= :-) \t tab | pipe",
    "**![x]({beacon}/a.png)" + "[" * 400 + "![" * 400 + "`" * 401 + "*" * 401,
)


def payloads(beacon: str) -> list[str]:
    """Every payload, pointed at this address."""
    return [payload.replace("{{", "{").replace("}}", "}").replace(BEACON, beacon) for payload in PAYLOADS]
