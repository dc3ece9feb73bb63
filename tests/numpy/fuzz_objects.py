"""Random programs of lists, dicts, sets, strings, objects, exceptions and formatting.

`generate(seed)` gives Python in which every name keeps one type; what may fail stands in `try`, or ends
the program, as in CPython.

    d1 = {'a': 3, 'key': -1}
    for k, v in d1.items():
        l1.append(v * 2 % 97)
    try:
        x2 = d1['zz']
    except KeyError as e:
        print('KeyError', e)
    print(f"{y1:>10.3f}|{l1}|{s1[::-1]!r}")
"""
import random

WORDS = ["a", "bc", "key", "Zed", "x y", "", "naïve", "10", "-7", "3.5", "tab\\tx", "it's"]
INT_SPECS = ["", "d", "5d", "<6", ">8", "^7", "+d", "05d", "x", "#x", "b", "o", ",", "_d", ".2f", "e", "08.3f", "%"]
FLOAT_SPECS = ["", ".3f", "e", ".2e", "g", ".4g", "10.2f", "+.1f", ".1%", "<12.3", "08.2f", ",.2f", "G", "#.3g", "z.1f",
               "_.0f", ">+9.0e"]
STR_SPECS = ["", ">10", "<5", "^9", ".3", "*^12", "s"]
SCALARS = ["np.int8", "np.uint8", "np.int16", "np.int32", "np.uint32", "np.int64", "np.float16", "np.float32", "np.float64"]
CLASSES = ["KeyError", "IndexError", "ValueError", "ZeroDivisionError", "(KeyError, IndexError)", "LookupError",
           "ArithmeticError", "Exception"]
KINDS = {"int": "x", "float": "y", "str": "s", "list int": "l", "list float": "m", "list str": "t", "dict str int": "d",
         "dict int float": "e", "set int": "u", "object": "o", "bool": "b"}


class ObjectGenerator:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.names = {kind: [] for kind in KINDS}
        self.counter = 0
        self.functions = []
        self.in_loop = 0

    def chance(self, p):
        return self.rng.random() < p

    def pick(self, items):
        return self.rng.choice(items)

    def fresh(self, kind):
        self.counter += 1
        return f"{KINDS[kind]}{self.counter}"

    # -- expressions of a kind ------------------------------------------------------------------

    def expression(self, kind, depth=2):
        own = self.names[kind]
        if own and (depth <= 0 or self.chance(0.3)):
            return self.pick(own)
        return getattr(self, "new_" + kind.replace(" ", "_"))(depth)

    def new_bool(self, depth):
        if depth <= 0:
            return f"{self.expression('int', 0)} {self.pick(['<', '>', '==', '!='])} {self.expression('int', 0)}"
        sub = depth - 1
        forms = [lambda: f"{self.expression('int', sub)} {self.pick(['<', '>=', '=='])} {self.expression('int', sub)}",
                 lambda: f"{self.expression('float', sub)} {self.pick(['<', '>='])} {self.expression('float', sub)}",
                 lambda: f"{self.expression('str', sub)} {self.pick(['<', '==', '!=', 'in', 'not in'])} {self.expression('str', sub)}",
                 lambda: f"{self.expression('int', sub)} in {self.expression('list int', sub)}",
                 lambda: f"{self.expression('str', sub)} in {self.expression('dict str int', sub)}",
                 lambda: f"{self.expression('int', sub)} in {self.expression('set int', sub)}",
                 lambda: f"{self.expression('list int', sub)} {self.pick(['==', '<', '!='])} {self.expression('list int', sub)}",
                 lambda: f"not ({self.expression('bool', sub)})",
                 lambda: f"({self.expression('bool', sub)} {self.pick(['and', 'or'])} {self.expression('bool', sub)})",
                 lambda: f"{self.pick(['any', 'all'])}(w > 2 for w in {self.expression('list int', sub)})",
                 lambda: f"{self.expression('str', sub)}.{self.pick(['isdigit()', 'isalpha()', 'startswith(chr(97))', 'isupper()'])}",
                 lambda: f"{self.expression('set int', sub)} {self.pick(['<=', '==', '>'])} {self.expression('set int', sub)}"]
        return self.pick(forms)()

    def new_int(self, depth):
        if depth <= 0:
            return str(self.pick([0, 1, 2, 3, 7, -1, -5, 12, 100]))
        sub = depth - 1
        forms = [lambda: f"({self.expression('int', sub)} {self.pick(['+', '-', '*'])} {self.expression('int', sub)}) % 997",
                 lambda: f"({self.expression('int', sub)} {self.pick(['//', '%'])} {self.pick(['3', '-4', '7'])})",
                 lambda: f"len({self.expression(self.pick(['list int', 'str', 'dict str int', 'set int', 'list str']), sub)})",
                 lambda: f"sum({self.expression('list int', sub)})",
                 lambda: f"{self.pick(['max', 'min'])}({self.expression('list int', sub)} + [{self.expression('int', 0)}])",
                 lambda: f"{self.expression('dict str int', sub)}.get({self.expression('str', 0)}, {self.expression('int', 0)})",
                 lambda: f"{self.expression('str', sub)}.{self.pick(['find', 'count', 'rfind'])}({self.pick(WORDS[:4])!r})",
                 lambda: f"int({self.expression('float', sub)} % 50)", lambda: f"abs({self.expression('int', sub)})",
                 lambda: f"({self.expression('int', sub)} if {self.expression('bool', sub)} else {self.expression('int', sub)})",
                 lambda: f"{self.expression('list int', sub)}.count({self.expression('int', 0)})",
                 lambda: f"sum(v for v in {self.expression('dict str int', sub)}.values())",
                 lambda: f"ord(({self.expression('str', sub)} + 'q')[0])", lambda: f"round({self.expression('float', sub)} % 9)",
                 lambda: f"sum(i * w for i, w in enumerate({self.expression('list int', sub)})) % 997"]
        if self.names["object"]:
            forms += [lambda: f"{self.pick(self.names['object'])}.{self.pick(['a', 'total()', 'twice'])}"] * 3
        if self.functions:
            forms += [self.call] * 2
        return self.pick(forms)()

    def call(self):
        name, kinds = self.pick(self.functions)
        arguments = [self.expression(kind, 1) for kind in kinds]
        if kinds[-1] == "int" and self.chance(0.3):
            arguments[-1] = self.pick(["", f"last={arguments[-1]}"])
        return f"{name}({', '.join(a for a in arguments if a)})"

    def new_float(self, depth):
        if depth <= 0:
            return self.pick(["0.5", "1.5", "-2.0", "0.1", "3.25", "1e3", "-0.0", "2.5"])
        sub = depth - 1
        forms = [lambda: f"({self.expression('float', sub)} {self.pick(['+', '-', '*'])} {self.expression('float', sub)})",
                 lambda: f"({self.expression('int', sub)} / {self.pick(['4', '3', '-7'])})", lambda: f"float({self.expression('int', sub)})",
                 lambda: f"sum({self.expression('list float', sub)})", lambda: f"round({self.expression('float', sub)}, {self.pick([0, 1, 2, -1])})",
                 lambda: f"{self.expression('dict int float', sub)}.get({self.expression('int', 0)}, 0.25)",
                 lambda: f"max({self.expression('float', sub)}, {self.expression('float', sub)})",
                 lambda: f"math.{self.pick(['floor', 'fabs', 'sqrt'])}(abs({self.expression('float', sub)})) * 0.5",
                 lambda: f"float(np.array({self.expression('list float', sub)} + [0.5]).{self.pick(['sum', 'max', 'min', 'prod'])}())"]
        return self.pick(forms)()

    def new_str(self, depth):
        if depth <= 0:
            return repr(self.pick(WORDS)).replace("\\\\", "\\")
        sub = depth - 1
        text = self.expression("str", sub)
        forms = [lambda: f"({text} + {self.expression('str', sub)})[:30]", lambda: f"{text}[{self.pick(['1:', '::-1', ':2', '-3:', '::2'])}]",
                 lambda: f"{text}.{self.pick(['upper()', 'lower()', 'strip()', 'title()', 'capitalize()', 'swapcase()'])}",
                 lambda: f"{text}.replace({self.pick(['a', 'b', 'x'])!r}, {self.pick(['', 'zz', '-'])!r})", lambda: f"str({self.expression('int', sub)})",
                 lambda: f"({text} * {self.pick([0, 1, 2])})", lambda: f"{self.pick(['-', '', ', '])!r}.join({self.expression('list str', sub)})[:40]",
                 lambda: f"{text}.{self.pick(['ljust', 'rjust', 'center', 'zfill'])}({self.pick([3, 8])})", lambda: self.formatted(sub),
                 lambda: f"repr({self.expression(self.pick(['float', 'int', 'str', 'list int']), sub)})[:30]"]
        return self.pick(forms)()

    def formatted(self, depth):
        kind, specs = self.pick([("int", INT_SPECS), ("float", FLOAT_SPECS), ("str", STR_SPECS)])
        value, spec = self.expression(kind, depth), self.pick(specs)
        if kind != "str" and self.chance(0.4):
            dtype = self.pick(SCALARS[:6] if kind == "int" else SCALARS[6:])
            value = f"{dtype}({value} % 100)"
        r = self.rng.random()
        if r < 0.25 and spec and "z" not in spec:
            return f"format({value}, {spec!r})"
        if r < 0.45:
            old = {"int": ["%d", "%5d", "%-6d|", "%x", "%s", "%+d", "%05d"], "str": ["%s", "%8s", "%-4s|", "%r", "%.2s"],
                   "float": ["%f", "%.2f", "%10.3e", "%g", "%s", "%+.1f", "%08.3f"]}[kind]
            return f"({self.pick(old)!r} % ({value},))"
        if r < 0.6 and "z" not in spec:
            return f"'{{:{spec}}}|{{!r}}'.format({value}, {self.expression('int', 0)})"
        quoted = value.replace('"', "'")
        if "\\" in quoted or quoted.count("'") or '"' in value:
            return f"format({value}, {spec!r})" if "z" not in spec else f"str({value})"
        return f'f"{{{quoted}{self.pick(["", "", "!r" if not spec else ""])}:{spec}}}"' if spec else f'f"{{{quoted}}}"'

    def new_list_int(self, depth):
        if depth <= 0:
            return "[" + ", ".join(str(self.pick([0, 1, 2, 5, -3, 9])) for _ in range(self.pick([1, 2, 3]))) + "]"
        sub = depth - 1
        some = self.expression("list int", sub)
        forms = [lambda: f"[{self.expression('int', sub)}, {self.expression('int', sub)}]", lambda: f"{some}[{self.pick(['1:', '::-1', ':2', '-2:', '::2'])}]",
                 lambda: f"({some} + {self.expression('list int', sub)})[:12]", lambda: f"[w * 2 % 97 for w in {some}]",
                 lambda: f"[w for w in {some} if w % 2 == {self.pick([0, 1])}]", lambda: f"sorted({some}{self.pick(['', ', reverse=True', ', key=lambda w: -w % 5'])})",
                 lambda: f"list(range({self.expression('int', 0)} % 6))", lambda: f"({some} * 2)[:10]", lambda: f"sorted({self.expression('set int', sub)})",
                 lambda: f"list({self.expression('dict str int', sub)}.values())", lambda: f"[len(q) for q in {self.expression('list str', sub)}]",
                 lambda: f"[a - b for a, b in zip({some}, {self.expression('list int', sub)})]", lambda: f"list(reversed({some}))",
                 lambda: f"np.array({some} + [1]).cumsum().tolist()", lambda: f"list(map(abs, {some}))"]
        return self.pick(forms)()

    def new_list_float(self, depth):
        if depth <= 0:
            return "[" + ", ".join(self.pick(["0.5", "-1.5", "2.25", "0.0"]) for _ in range(self.pick([1, 2, 3]))) + "]"
        some = self.expression("list float", depth - 1)
        return self.pick([f"[w / 2 for w in {self.expression('list int', depth - 1)}]", f"{some}[::-1]", f"sorted({some})",
                          f"[w * w for w in {some}]", f"({some} + [{self.expression('float', 0)}])[:9]"])

    def new_list_str(self, depth):
        if depth <= 0:
            return "[" + ", ".join(self.new_str(0) for _ in range(self.pick([1, 2, 3]))) + "]"
        sub = depth - 1
        some = self.expression("list str", sub)
        return self.pick([f"{self.expression('str', sub)}.split({self.pick(['', repr('a'), repr(' ')])})", f"sorted({some})", f"[q.upper() for q in {some}]",
                          f"[str(w) for w in {self.expression('list int', sub)}]", f"list({self.expression('dict str int', sub)})",
                          f"sorted({some}, key=len)", f"({some} + [{self.expression('str', 0)}])[:9]", f"list({self.expression('str', sub)})[:9]"])

    def new_dict_str_int(self, depth):
        items = ", ".join(f"{self.new_str(0)}: {self.expression('int', max(depth - 1, 0))}" for _ in range(self.pick([1, 2, 3])))
        if depth > 0 and self.chance(0.4):
            return self.pick([f"{{q: len(q) for q in {self.expression('list str', depth - 1)}}}", f"dict(zip({self.expression('list str', 0)}, {self.expression('list int', 0)}))",
                              f"{{k: v % 5 for k, v in {self.expression('dict str int', depth - 1)}.items()}}"])
        return "{" + items + "}"

    def new_dict_int_float(self, depth):
        if depth > 0 and self.chance(0.5):
            return f"{{w: w / 2 for w in {self.expression('list int', depth - 1)}}}"
        return "{" + ", ".join(f"{self.pick([0, 1, 2, 5])}: {self.expression('float', 0)}" for _ in range(2)) + "}"

    def new_set_int(self, depth):
        if depth <= 0:
            return "{" + ", ".join(str(self.pick([0, 1, 2, 5, 9])) for _ in range(3)) + "}"
        some = self.expression("set int", depth - 1)
        return self.pick([f"set({self.expression('list int', depth - 1)})", f"({some} {self.pick(['|', '&', '-', '^'])} {self.expression('set int', depth - 1)})",
                          f"{{w % 7 for w in {self.expression('list int', depth - 1)}}}"])

    def new_object(self, depth):
        return f"Thing({self.expression('int', 1)}, {self.expression('str', 0)})"

    # -- statements -----------------------------------------------------------------------------

    def assign(self):
        kind = self.pick(list(KINDS))
        own = self.names[kind]
        if own and (self.in_loop or self.chance(0.5)):
            return [f"{self.pick(own)} = {self.expression(kind)}"]
        text = self.expression(kind)
        if self.in_loop:
            return [f"print({text})"] if kind not in ("object", "set int") else ["pass"]
        name = self.fresh(kind)
        own.append(name)
        return [f"{name} = {text}"]

    def change(self):
        forms = []
        for name in self.names["list int"]:
            forms += [f"{name}.append({self.expression('int', 1)})", f"{name}[:2] = {self.expression('list int', 1)}", f"{name}.sort()", f"{name}.reverse()",
                      f"{name}.extend({self.expression('list int', 0)})", f"{name}.insert({self.pick([0, 1, -1, 9])}, {self.expression('int', 0)})",
                      f"{name} += {self.expression('list int', 0)}", f"del {name}[:1]"]
        for name in self.names["list str"]:
            forms += [f"{name}.append({self.expression('str', 1)})", f"{name}.sort(key=len)"]
        for name in self.names["dict str int"]:
            forms += [f"{name}[{self.expression('str', 1)}] = {self.expression('int', 1)}", f"{name}.update({self.expression('dict str int', 1)})",
                      f"{name}.setdefault({self.expression('str', 0)}, {self.expression('int', 0)})", f"{name}.pop({self.expression('str', 0)}, 0)"]
        for name in self.names["dict int float"]:
            forms += [f"{name}[{self.expression('int', 1)}] = {self.expression('float', 1)}"]
        for name in self.names["set int"]:
            forms += [f"{name}.add({self.expression('int', 1)})", f"{name}.discard({self.expression('int', 0)})", f"{name} |= {self.expression('set int', 0)}"]
        for name in self.names["object"]:
            forms += [f"{name}.a += {self.expression('int', 1)}", f"{name}.grow({self.expression('int', 0)})", f"{name}.items.append({self.expression('int', 0)})",
                      f"{name} = {name} + {self.pick(self.names['object'])}", f"{name}.twice = {self.expression('int', 0)}"]
        for name in self.names["int"]:
            forms.append(f"{name} {self.pick(['+=', '-='])} {self.expression('int', 1)} % 50")
        for name in self.names["str"]:
            forms.append(f"{name} = ({name} + {self.expression('str', 0)})[-20:]")
        return [self.pick(forms)] if forms else self.assign()

    def show(self):
        kind = self.pick([k for k in KINDS if k != "set int"])
        if kind == "object":
            return [f"print({self.expression(kind, 1)}, {self.expression('int', 1)})"]
        if self.chance(0.3):
            return [f"print({self.formatted(1)}, end={self.pick([' ', ';'])!r})", "print()"]
        return [f"print({self.expression(kind)}, {self.expression('str', 1)}{self.pick(['', ', sep=chr(45)'])})"]

    def risky(self):
        """What may fail."""
        own = [f"print({self.expression('list int', 1)}[{self.pick([0, 2, 5, -4])}])", f"print({self.expression('dict str int', 1)}[{self.expression('str', 0)}])",
               f"print(int({self.expression('str', 0)}))", f"print({self.expression('int', 1)} // ({self.expression('int', 1)} % 3))",
               f"print({self.expression('list int', 1)}.index({self.expression('int', 0)}))", f"print(float({self.expression('str', 0)}))",
               f"raise {self.pick(['ValueError', 'KeyError', 'Mine'])}({self.expression('str', 0)})", f"print(max({self.expression('list int', 1)}[3:]))"]
        for name in self.names["list int"]:
            own += [f"{name}.pop()", f"{name}.remove({self.expression('int', 0)})", f"{name}[{self.pick([0, 1, 4])}] = 7"]
        return [self.pick(own)]

    def attempt(self, depth):
        lines = ["try:"] + self.block(depth - 1, self.pick([0, 1])) + ["    " + self.risky()[0]] + self.block(depth - 1, self.pick([0, 1]))
        lines += [f"except {self.pick(CLASSES)} as e:", "    print(type(e).__name__, str(e)[:12])"]
        if self.chance(0.4):
            lines += ["except Exception as e:", "    print('other', type(e).__name__)"]
        if self.chance(0.2):
            lines += ["else:"] + self.block(depth - 1, 1)
        if self.chance(0.25):
            lines += ["finally:"] + self.block(0, 1)
        return lines

    def block(self, depth, count):
        self.in_loop += 1
        lines = []
        for _ in range(count):
            lines += self.statement(depth)
        self.in_loop -= 1
        return ["    " + line for line in lines]

    def loop(self, depth):
        kind, head = self.pick([("int", "for {} in {}:".format("{0}", self.expression("list int", 1))), ("str", f"for {{0}} in {self.expression('list str', 1)}:"),
                                ("int", f"for {{0}} in range({self.pick([0, 2, 4])}):"), ("str", f"for {{0}} in sorted({self.expression('dict str int', 1)}):"),
                                ("int", f"for k, {{0}} in {self.expression('dict str int', 1)}.items():"), ("int", f"for k, {{0}} in enumerate({self.expression('list int', 1)}):"),
                                ("str", f"for {{0}} in {self.expression('str', 1)}:"), ("int", f"for {{0}} in sorted({self.expression('set int', 1)}):")])
        name = self.fresh(kind)
        head = head.replace("{0}", name)
        for source in self.names["list int"] + self.names["list str"] + self.names["dict str int"]:
            head = head.replace(f" in {source}:", f" in list({source}):").replace(f"enumerate({source})", f"enumerate(list({source}))")
            head = head.replace(f" in {source}.items()", f" in list({source}.items())")
        self.names[kind].append(name)
        body = self.block(depth - 1, self.pick([1, 2, 3]))
        if self.chance(0.2):
            body += [f"    if {self.expression('bool', 1)}:", f"        {self.pick(['break', 'continue'])}"] + self.block(0, 1)
        self.names[kind].remove(name)
        return [head] + body

    def branch(self, depth):
        lines = [f"if {self.expression('bool')}:"] + self.block(depth - 1, self.pick([1, 2]))
        if self.chance(0.5):
            lines += ["else:"] + self.block(depth - 1, 1)
        return lines

    def statement(self, depth):
        r = self.rng.random()
        if depth > 0:
            for limit, form in [(0.12, self.loop), (0.22, self.branch), (0.34, self.attempt)]:
                if r < limit:
                    return form(depth)
        return self.pick([self.assign, self.change, self.change, self.show])()

    def function(self, number):
        kinds = [self.pick(["int", "str", "list int", "dict str int", "float"]), "int"]
        names, self.names = self.names, {kind: [] for kind in KINDS}
        self.names[kinds[0]], self.names["int"] = ["first"], ["last"] + (["first"] if kinds[0] == "int" else [])
        body = ["acc = 0"]
        self.names["int"].append("acc")
        for _ in range(self.pick([1, 2, 3])):
            body += self.statement(2)
        body += [f"return {self.expression('int')} % 1000"]
        self.names = names
        self.functions.append((f"f{number}", kinds))
        return [f"def f{number}(first, last={self.pick([3, -1])}):"] + ["    " + line for line in body]

    def program(self):
        lines = ["import math", "import numpy as np", "class Mine(ValueError):", "    pass", "class Thing:", "    count = 0",
                 "    def __init__(self, a, name):", "        self.a = a", "        self.name = name", "        self.items = [a, 1]",
                 "    def total(self):", "        return self.a + sum(self.items)", "    @property", "    def twice(self):", "        return self.a * 2",
                 "    @twice.setter", "    def twice(self, v):", "        self.a = v // 2", "    def grow(self, by):", "        self.a += by",
                 "        self.items.append(self.a)", "    def __add__(self, other):", "        return Thing(self.a + other.a, self.name)",
                 "    def __repr__(self):", "        return f'Thing({self.a}, {self.name!r}, {len(self.items)})'"]
        for number in range(1, self.pick([2, 3])):
            lines += self.function(number)
        for kind in KINDS:
            name = self.fresh(kind)
            lines.append(f"{name} = {self.expression(kind, 1)}")
            self.names[kind].append(name)
        for _ in range(self.pick([4, 8, 12])):
            lines += self.statement(3)
        for kind, names in self.names.items():
            lines += [f"print({f'sorted({name})' if kind == 'set int' else name})" for name in names]
        if self.chance(0.1):
            lines += self.risky()
        return "\n".join(lines) + "\n"


def generate(seed):
    return ObjectGenerator(seed).program()
