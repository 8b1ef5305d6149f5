"""Where the lines and parts of a rubric file begin and end in its text; changes nothing."""

from __future__ import annotations

from studio.rubric.tree import MappingNode, Node, ScalarNode, SequenceNode


class Layout:
    """Line arithmetic over one text; every position is an index into it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def line_start(self, at: int) -> int:
        """Where the line of this position starts."""
        return self.text.rfind("\n", 0, at) + 1

    def next_line(self, at: int) -> int:
        """Where the line after this position's line starts."""
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1

    def column(self, at: int) -> int:
        """How many characters stand before this position on its line."""
        return at - self.line_start(at)

    def only_spaces_before(self, at: int) -> bool:
        """Whether the position is the first of its line that is no space."""
        return not self.text[self.line_start(at) : at].strip()

    def only_spaces_after(self, at: int) -> bool:
        """Whether nothing, and no comment, follows on the position's line."""
        return not self.text[at : self.next_line(at)].strip()

    def after_colon(self, key: ScalarNode) -> int:
        """The position behind a key's colon."""
        return self.text.index(":", key.end) + 1

    def entry_end(self, entry: tuple[ScalarNode, Node]) -> int:
        """Where the last character of a key's value ends; comments and blank lines after it do not belong to it."""
        key, value = entry
        if isinstance(value, ScalarNode) and value.start == value.end:
            return self.after_colon(key)
        return self._end(value)

    def _end(self, node: Node) -> int:
        if isinstance(node, ScalarNode):
            return node.start + len(self.text[node.start : node.end].rstrip())
        if node.flow:
            return node.end
        if isinstance(node, MappingNode):
            return self.entry_end(node.entries[-1])
        return self._end(node.items[-1])

    def item_starts(self, node: SequenceNode, *, first_line: int) -> list[int]:
        """For each item of a list, the line where it starts with the comments right above it."""
        column = self.column(node.start)
        starts = []
        floor = first_line
        for item in node.items:
            starts.append(self._with_comments(self._dash_line(item.start, column=column), floor=floor))
            floor = self.next_line(self._end(item))
        return starts

    def _dash_line(self, at: int, *, column: int) -> int:
        line = self.line_start(at)
        while self.text[line : line + column].strip() or self.text[line + column : line + column + 1] != "-":
            line = self.line_start(line - 1)
        return line

    def _with_comments(self, line: int, *, floor: int) -> int:
        start = line
        while start > floor and self.text[self.line_start(start - 1) : start].lstrip().startswith("#"):
            start = self.line_start(start - 1)
        while start > floor and not self.text[self.line_start(start - 1) : start].strip():
            start = self.line_start(start - 1)
        return start
