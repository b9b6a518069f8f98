"""Replaces the parts of a Markdown file that are made from code, between two comments that name them."""

import re


def replaced(text: str, name: str, content: str) -> str:
    """`text` with `content` between the comments of that name; raises `LookupError` when the comments are not there."""
    start, end = f"<!-- made from code: {name} -->", "<!-- end -->"
    pattern = re.compile(f"{re.escape(start)}\n.*?{re.escape(end)}", re.DOTALL)
    if not pattern.search(text):
        raise LookupError(f"no section {name!r}")
    return pattern.sub(lambda _: f"{start}\n{content}\n{end}", text, count=1)
