"""What is served beside pages and data."""

from pathlib import Path

from generator.assets import assets


def written(portal: Path, files: dict[str, str]) -> dict[str, str]:
    """The assets of a portal whose theme has these files."""
    for path, text in files.items():
        (portal / "theme" / path).parent.mkdir(parents=True, exist_ok=True)
        (portal / "theme" / path).write_text(text, encoding="utf-8")
    return {asset.path: asset.content.decode() for asset in assets(portal)}


def test_scripts_are_served_as_they_are(tmp_path: Path) -> None:
    script = "/* why */\n  go();\n"
    assert written(tmp_path, {"scripts/portal.js": script}) == {"assets/js/portal.js": script}
