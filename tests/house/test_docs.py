"""The pages do what they say: marked code runs, links lead somewhere, and nothing speaks of one machine.

Marks before a block: `run` (Python, or commands; `run exit=1` when they must end so; `run input=…` with lines parted
by `/`), `file NAME` and `append NAME` (the block's text becomes or joins a file), `below NAME: LINE` (the block's text
goes under the only line that reads so), `from NAME` (the text stands in a file), `change NAME: OLD -> NEW` (alone),
`shows` (each line stands in what the last run printed). A page is played in its order, in a folder of its own.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import define

from house.pages import ROOT, Fence, fences, links, pages, slug

PLAYED = [page for page in pages() if any(fence.mark.startswith("run") for fence in fences(page))]
#: Paths of one machine, and hosts of package registries: they have no place in the project.
FORBIDDEN = ("/work/", "/root/", "/home/", "/opt/", "pypi.org", "pythonhosted", "artifactory", "nexus", "simple/")


@define
class Play:
    """A page being played in `folder`; `printed` is what its last command said."""

    folder: Path
    printed: str = ""

    def step(self, fence: Fence) -> None:
        """One marked block."""
        verb, _, rest = fence.mark.partition(" ")
        if verb == "run":
            self._run(fence, rest)
        elif verb == "file":
            (self.folder / rest).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / rest).write_text(fence.text, encoding="utf-8")
        elif verb == "append":
            with (self.folder / rest).open("a", encoding="utf-8") as file:
                file.write("\n" + fence.text)
        elif verb == "below":
            self._below(fence, rest)
        elif verb == "from":
            assert fence.text in (self.folder / rest).read_text(encoding="utf-8"), f"line {fence.line}: not in {rest}"
        elif verb == "shows":
            missing = [line for line in fence.text.splitlines() if line.strip() and line.strip() not in self.printed]
            assert not missing, f"line {fence.line}: not printed: {missing}\n{self.printed}"

    def change(self, said: str) -> None:
        """`NAME: OLD -> NEW` puts one text for another, which must stand there; `¶` is the end of a line."""
        name, _, both = said.replace("¶", "\n").partition(": ")
        old, _, new = both.partition(" -> ")
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} has no `{old}`"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def _below(self, fence: Fence, rest: str) -> None:
        name, _, above = rest.partition(": ")
        path = self.folder / name
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        found = [number for number, line in enumerate(lines, start=1) if line.strip() == above]
        assert len(found) == 1, f"line {fence.line}: {name} has {len(found)} lines `{above}`"
        lines.insert(found[0], fence.text)
        path.write_text("".join(lines), encoding="utf-8")

    def _run(self, fence: Fence, rest: str) -> None:
        words = dict(word.partition("=")[::2] for word in shlex.split(rest))
        command = [sys.executable, "-W", "error", "-c"] if fence.language == "python" else ["bash", "-euc"]
        bin = Path(sys.executable).parent
        environment = {**os.environ, "PATH": f"{bin}:{os.environ['PATH']}", "LANG": "en_US.UTF-8", "COLUMNS": "120"}
        environment |= {"LC_ALL": "", "LC_MESSAGES": ""}
        done = subprocess.run(
            [*command, fence.text],
            cwd=self.folder,
            env=environment,
            input=words.get("input", "").replace("/", "\n") + "\n",
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        self.printed = done.stdout + done.stderr
        assert done.returncode == int(words.get("exit", "0")), f"line {fence.line}: {done.returncode}\n{self.printed}"


def steps(page: Path) -> list[Fence | str]:
    """Marked blocks and changes, in their order."""
    changes = [
        (number, found[1])
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1)
        if (found := re.fullmatch(r"<!-- change (.+) -->\s*", line))
    ]
    marked: list[tuple[int, Fence | str]] = [(fence.line, fence) for fence in fences(page) if fence.mark]
    return [step for _, step in sorted([*marked, *changes], key=lambda pair: pair[0])]


@pytest.mark.parametrize("page", PLAYED, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_says_can_be_done_as_it_stands(page: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rulesets", tmp_path / "rulesets")
    play = Play(tmp_path)
    for step in steps(page):
        if isinstance(step, str):
            play.change(step)
        else:
            play.step(step)


def test_the_code_of_the_pages_is_typed_strictly(tmp_path: Path) -> None:
    for page in PLAYED:
        for fence in fences(page):
            verb, _, file = fence.mark.partition(" ")
            if fence.language == "python" and verb in ("run", "file"):
                block = re.sub(r"\W", "_", f"{page.relative_to(ROOT).with_suffix('')}_line_{fence.line}") + ".py"
                (tmp_path / (file if verb == "file" else block)).write_text(fence.text, encoding="utf-8")
    # The project's own settings and cache, so that one quick look at the pages is all there is to do.
    settings = [f"--config-file={ROOT / 'pyproject.toml'}", f"--cache-dir={ROOT / '.mypy_cache'}"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", *settings, str(tmp_path)],
        cwd=ROOT,
        # Written-out modules of the pages are found by each other.
        env={**os.environ, "MYPYPATH": os.pathsep.join([str(tmp_path), str(ROOT / "src"), str(ROOT / "plugins")])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_pages_that_teach_are_played() -> None:
    taught = {ROOT / "README.md", *(ROOT / "docs" / "tutorials").glob("*.md"), *(ROOT / "docs" / "how-to").glob("*.md")}
    assert taught <= set(PLAYED)


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files_and_headings_that_exist(page: Path) -> None:
    for link in links(page):
        if re.match(r"[a-z]+:", link):
            assert link.startswith("https://"), link
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {slug(heading) for heading in headings}, link


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_speaks_of_one_machine_or_of_a_package_registry(page: Path) -> None:
    text = page.read_text(encoding="utf-8").lower()
    assert [word for word in FORBIDDEN if word in text] == []
