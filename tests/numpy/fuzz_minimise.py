"""Makes a failing program smaller while it fails in the same way.

`minimise(source, fails)` takes statements out, replaces blocks by their bodies, expressions by their
parts or by literals, until no single step keeps `fails(source)` true or the time is up.
"""
import ast
import copy
import time

LITERALS = [0, 1, True, 1.5]


def statements_of(tree):
    """Every (list, index) that holds a statement, outermost and last first."""
    for node in ast.walk(tree):
        for field in ("body", "orelse"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                for i in reversed(range(len(block))):
                    yield block, i


def without_statement(tree, number):
    tree = copy.deepcopy(tree)
    for count, (block, i) in enumerate(statements_of(tree)):
        if count == number:
            del block[i]
            if not block and block is not tree.body:
                block.append(ast.Pass())
            return tree
    return None


def with_body(tree, number):
    """A compound statement replaced by what it holds."""
    tree = copy.deepcopy(tree)
    count = 0
    for block, i in list(statements_of(tree)):
        if isinstance(block[i], (ast.If, ast.For, ast.While)):
            if count == number:
                block[i:i + 1] = block[i].body
                return tree
            count += 1
    return None


def expressions_of(tree):
    """Every (holder, field, index) of an expression that is read."""
    for node in ast.walk(tree):
        for field, value in ast.iter_fields(node):
            items = value if isinstance(value, list) else [value]
            for i, item in enumerate(items):
                if isinstance(item, ast.expr) and not isinstance(getattr(item, "ctx", None), ast.Store):
                    yield node, field, (i if isinstance(value, list) else None), item


def replacements(node):
    parts = [child for child in ast.walk(node) if isinstance(child, ast.expr) and child is not node]
    result = [part for part in parts if not isinstance(part, ast.Slice)][:6]
    if isinstance(node, ast.Call):
        for i in range(len(node.args)):
            result.append(ast.Call(node.func, node.args[:i] + node.args[i + 1:], node.keywords))
        for i in range(len(node.keywords)):
            result.append(ast.Call(node.func, node.args, node.keywords[:i] + node.keywords[i + 1:]))
    if isinstance(node, (ast.Tuple, ast.List)) and len(node.elts) > 1:
        for i in range(len(node.elts)):
            result.append(type(node)(node.elts[:i] + node.elts[i + 1:], ast.Load()))
    if isinstance(node, ast.Slice):
        for field in ("lower", "upper", "step"):
            if getattr(node, field) is not None:
                smaller = copy.copy(node)
                setattr(smaller, field, None)
                result.append(smaller)
    if isinstance(node, ast.Constant):
        if isinstance(node.value, (int, float)) and node.value not in (0, 1):
            result += [ast.Constant(0), ast.Constant(1)]
    elif not isinstance(node, ast.Slice):
        result += [ast.Constant(value) for value in LITERALS]
    return result


def with_expression(tree, number, choice):
    """(tree with one replacement, whether there is such an expression, such a choice)."""
    tree = copy.deepcopy(tree)
    for count, (node, field, i, item) in enumerate(expressions_of(tree)):
        if count != number:
            continue
        options = replacements(item)
        if choice >= len(options):
            return None, True
        if i is None:
            setattr(node, field, options[choice])
        else:
            getattr(node, field)[i] = options[choice]
        return tree, True
    return None, False


class Minimiser:
    def __init__(self, source, fails, seconds):
        self.tree = ast.parse(source)
        self.fails = fails
        self.end = time.monotonic() + seconds
        self.tried = set()

    def accept(self, tree):
        if tree is None or time.monotonic() > self.end:
            return False
        try:
            text = ast.unparse(ast.fix_missing_locations(tree))
            tree = ast.parse(text)
        except (SyntaxError, ValueError, AttributeError, TypeError):
            return False
        if text in self.tried or len(text) > len(ast.unparse(self.tree)) + 8:
            return False
        self.tried.add(text)
        if not self.fails(text + "\n"):
            return False
        self.tree = tree
        return True

    def sweep(self, change):
        """Tries change(tree, 0), (tree, 1), ... until there are no more; stays where one is taken."""
        number, progress = 0, False
        while time.monotonic() < self.end:
            tree = change(self.tree, number)
            if tree is None:
                return progress
            if self.accept(tree):
                progress = True
            else:
                number += 1
        return progress

    def shrink_expressions(self):
        number, progress = 0, False
        while time.monotonic() < self.end:
            choice, taken = 0, False
            while not taken and time.monotonic() < self.end:
                tree, exists = with_expression(self.tree, number, choice)
                if not exists:
                    return progress
                if tree is None:
                    break
                taken = self.accept(tree)
                choice += 1
            progress = progress or taken
            if not taken:
                number += 1
        return progress

    def run(self):
        progress = True
        while progress and time.monotonic() < self.end:
            progress = self.sweep(without_statement)
            progress = self.sweep(with_body) or progress
            progress = self.shrink_expressions() or progress
        return ast.unparse(self.tree) + "\n"


def minimise(source, fails, seconds=40):
    return Minimiser(source, fails, seconds).run()
