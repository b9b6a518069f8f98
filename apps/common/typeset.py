"""Sets a paper as PDF, in a process of its own: `python typeset.py TEMPLATE < data`, the PDF on standard output.

It knows nothing of the portal, so it starts at once; what it needs of memory is gone with it.
"""

import sys

ACCESSIBLE = ["ua-1"]


def compiled(template: str, data: str) -> bytes:
    """The PDF, tagged and checked to be accessible (PDF/UA-1); where a letter has no shape in our fonts, unchecked."""
    import typst  # noqa: PLC0415 – the portal itself never loads it

    inputs = {"paper": data}
    try:
        return typst.compile(template, sys_inputs=inputs, pdf_standards=ACCESSIBLE)
    except typst.TypstError:
        return typst.compile(template, sys_inputs=inputs)


if __name__ == "__main__":
    sys.stdout.buffer.write(compiled(sys.argv[1], sys.stdin.read()))
