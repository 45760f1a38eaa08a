"""The pages of the documentation, and the blocks in them that run: commands and Python, with what they print.

`make docs` (this file, run by itself) writes what the commands print now into the pages; the tests only compare.

    ```console                          ```python
    $ riwaya extract FILE | head -9     print(1 + 1)
    what it prints                      # prints
    ```                                 # 2
                                        ```
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

from typer.testing import CliRunner

from riwaya.cli import app

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CUT = re.compile(r"^(?P<command>.*?)(?: \| (?P<end>head|tail) -(?P<lines>\d+))?$")


def blocks() -> Iterator[tuple[str, str, str]]:
    """Every block that runs: a name for it, its kind, its content."""
    for path in PAGES:
        for n, (kind, content) in enumerate(BLOCK.findall(path.read_text("utf-8")), 1):
            yield f"{path.name}-{n}", kind, content


def renewed(kind: str, content: str) -> str:
    """The block with what its commands or its Python print now."""
    return {"console": _console, "python": _python}[kind](content)


def _console(content: str) -> str:
    out = []
    for part in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
        line = part.partition("\n")[0]
        cut = _CUT.match(line)
        assert cut
        printed = _run(cut["command"]).splitlines()
        if cut["end"]:
            n = int(cut["lines"])
            printed = printed[:n] if cut["end"] == "head" else printed[-n:]
        out += [f"$ {line}", *printed]
    return "".join(f"{line.rstrip()}\n" for line in out).rstrip("\n") + "\n"


def _run(command: str) -> str:
    name, *arguments = shlex.split(command)
    assert name == "riwaya", f"a page can show only what riwaya prints, not {name}"
    done = CliRunner().invoke(app, arguments)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def _python(content: str) -> str:
    code, mark, _ = content.partition("# prints\n")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "page", "exec"), {})
    return code + mark + "".join(f"# {line}".rstrip() + "\n" for line in printed.getvalue().splitlines() if mark)


def _renew_pages(renew: Callable[[str, str], str]) -> None:
    for path in PAGES:
        before = path.read_text("utf-8")
        after = BLOCK.sub(lambda block: f"```{block[1]}\n{renew(block[1], block[2])}```", before)
        if after != before:
            path.write_text(after, "utf-8")
            print(f"renewed {path.relative_to(ROOT)}")


if __name__ == "__main__":
    os.chdir(ROOT)
    _renew_pages(renewed)
