"""Writes embeddable charts for other sites: complete HTML pages beside the pages of the portal, each with its oEmbed
answer.

The site engine does not process them: a frame in another page has no room for menus, and an engine would take minutes
for thousands of them.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace

from jinja2 import Environment

from generator.artifacts import Artifact
from generator.cache import Recipe, key_of
from generator.deferred import Deferred
from generator.pages.embeds import Embed, RankingEmbed
from generator.rendering import make_environment, relative

SCRIPT = (
    '(()=>{const d=document.documentElement,n=new URLSearchParams(location.search).get("nen");'
    'if(n==="toi"||n==="sang")d.dataset.nen=n;if(parent===window)return;'
    'const t=()=>parent.postMessage({type:"cong-minh-bach:height",address:location.href,'
    'height:Math.ceil(d.getBoundingClientRect().height)},"*");'
    "new ResizeObserver(t).observe(d)})()"
)
"""The only script in such a page. It sets light or dark as the page's address requests, and sends the page's height to
the page that embeds it."""

WIDTH = 640
"""The width in pixels stated in the oEmbed answer. A chart fits 300 to 900 pixels."""

_SCRIPT_HASH = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()


def recipes(embeds: Deferred[Embed], portal: str, site: str) -> Deferred[Recipe]:
    """Returns how to make the page of each chart. `portal` is the portal's title, shown as the link back; `site` is the
    address of the site.

    oEmbed needs absolute addresses, so there is no oEmbed answer if `site` is empty.
    """
    environment = make_environment()
    for template in ("unit_embed.html.j2", "ranking_embed.html.j2"):
        environment.get_template(template)  # Compiled now, for the processes that are forked later.

    def recipe(embed: Embed) -> Recipe:
        folder = embed.address.strip("/")
        key = key_of((embed, portal, site))
        return Recipe(paths(embed.address), key, lambda: tuple(_files(environment, embed, folder, portal, site)))

    def paths(address: str) -> tuple[str, ...]:
        folder = address.strip("/")
        return (f"{folder}/index.html", *((f"{folder}/oembed.json",) if site else ()))

    return replace(embeds.then(recipe), names=[paths(*names) for names in embeds.names])


def _files(environment: Environment, embed: Embed, folder: str, portal: str, site: str) -> Iterator[Artifact]:
    name = "ranking_embed.html.j2" if isinstance(embed, RankingEmbed) else "unit_embed.html.j2"
    canonical = relative(embed.page.address.partition("#")[0], embed.address)
    text = environment.get_template(name).render(
        page=embed, portal=portal, site=site, canonical=canonical, script=SCRIPT, script_hash=_SCRIPT_HASH
    )
    yield Artifact(f"{folder}/index.html", text.encode())
    if site:
        yield Artifact(f"{folder}/oembed.json", _oembed(environment, embed, portal, site))


def _oembed(environment: Environment, embed: Embed, portal: str, site: str) -> bytes:
    """Returns the oEmbed 1.0 answer for this chart. It is the same for every request, because a static file cannot read
    the request's parameters."""
    frame = environment.get_template("embed_code.html.j2").module.frame  # type: ignore[attr-defined]
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": embed.title,
        "provider_name": portal,
        "provider_url": site,
        "width": WIDTH,
        "height": embed.height,
        "html": str(frame(f"{site}{embed.address[1:]}", embed.title, embed.height)),
        "thumbnail_url": f"{site}{embed.picture}",
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    }
    return f"{json.dumps(answer, ensure_ascii=False)}\n".encode()
