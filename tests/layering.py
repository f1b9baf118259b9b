"""What the code imports and writes, read from its syntax trees, for test_layering.py."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: From the ground up: a module may import its own floor and those below.
ARCHIVE = [
    {"text", "env"},
    {"record", "db", "hooks"},
    {"selection"},
    {"models"},
    {"labels", "renditions"},
    {"store"},
    {"filters", "search", "history", "review", "name_matching"},
    {"checks", "formats", "templatetags"},
    {"views", "api"},
    {"admin"},
    {"server", "urls", "settings", "apps", "wsgi", "management", "locale_formats"},
]
INGEST = [
    {"records"},
    {"decode"},
    {"parsing.fields"},
    {"parsing.text", "parsing.html", "parsing.structured"},
    {"parsing.facts"},
    {"parsing"},
    {"sources"},
    {"read_file"},
    {"workers", "models"},
    {"lookup"},
    {"plan"},
    {"choices"},
    {"report"},
    {"pipeline"},
    {"jobs", "shutdown"},
    {"undo", "reparse", "watch", "file_list", "file_page", "forms", "hooks", "demo"},
    {"shape_page"},
    {"admin", "management", "apps"},
]
FLOORS = {"archive": ARCHIVE, "ingest": INGEST}
#: These read bytes and make values of them; Django is not even loaded.
PURE = (
    "archive.text",
    "archive.record",
    "ingest.sources",
    "ingest.decode",
    "ingest.parsing",
    "ingest.read_file",
)
#: Only here is anything of archive.models written.
WRITERS = ("archive.store",)
#: What writes a row, called on a model, a manager, a queryset or an instance.
WRITES = frozenset(
    verb
    for name in "create bulk_create update bulk_update delete save get_or_create "
    "update_or_create".split()
    for verb in (name, f"a{name}")
) | {"_raw_delete", "save_base"}
#: What writes when called on a related manager.
RELATED_WRITES = frozenset(("add", "set", "clear", "remove"))
#: Functions of archive.db.statements that write; the table is the first argument.
STATEMENT_WRITES = frozenset(("insert", "new_ids", "update", "delete"))
SQL_WRITE = re.compile(
    r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+\"?archive_", re.I
)


@dataclass(frozen=True)
class Module:
    name: str
    path: Path
    tree: ast.Module


def modules(root: Path) -> dict[str, Module]:
    """Every module of both apps below `root`, by its full name; migrations apart."""
    found = {}
    for app in FLOORS:
        for path in sorted((root / app).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            if "migrations" in parts:
                continue
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = Module(name, path, ast.parse(path.read_text(encoding="utf-8")))
    return found


def imports(module: Module) -> Iterator[tuple[str, str]]:
    """(module, name) of every import that is run, inside functions too; name is "" for a whole
    module. What stands under TYPE_CHECKING is not run."""
    todo: list[ast.AST] = [module.tree]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            todo += node.orelse
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)
        todo += ast.iter_child_nodes(node)


def edges(known: dict[str, Module]) -> Iterator[tuple[str, str]]:
    """(importing, imported) between modules of the two apps."""
    for module in known.values():
        for source, name in imports(module):
            target = f"{source}.{name}" if f"{source}.{name}" in known else source
            if target in known and target != module.name:
                yield module.name, target


def floor_of(name: str) -> int | None:
    """The number of a module's floor, from the ground; None for an app's own __init__."""
    app, _, rest = name.partition(".")
    best = None
    for number, rooms in enumerate(FLOORS[app]):
        for room in rooms:
            if (rest == room or rest.startswith(f"{room}.")) and (
                best is None or len(room) > best[0]
            ):
                best = len(room), number
    return best and best[1]


def upward(known: dict[str, Module]) -> list[tuple[str, str]]:
    """Imports of a floor above, or of ingest by the archive."""
    found = []
    for source, target in edges(known):
        here, there = source.partition(".")[0], target.partition(".")[0]
        if here != there:
            if here == "archive":
                found.append((source, target))
            continue
        low, high = floor_of(source), floor_of(target)
        if low is not None and high is not None and high > low:
            found.append((source, target))
    return found


def homeless(known: dict[str, Module]) -> list[str]:
    """Modules that stand on no floor."""
    return [name for name in known if "." in name and floor_of(name) is None]


def within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def reaching(known: dict[str, Module], outer: str, pure: tuple[str, ...] = PURE) -> list[str]:
    """Chains from a pure module to `outer`, however many modules lie between."""
    direct: dict[str, set[str]] = {name: set() for name in known}
    guilty = {}
    for module in known.values():
        for source, _ in imports(module):
            if source.partition(".")[0] == outer:
                guilty[module.name] = outer
    for source, target in edges(known):
        direct[source].add(target)
        # A submodule runs its packages first.
        parts = target.split(".")
        direct[source].update(
            package
            for end in range(1, len(parts))
            if (package := ".".join(parts[:end])) in known and package != source
        )
    found = []
    for name in known:
        if not within(name, pure):
            continue
        seen, todo = {name: ""}, [name]
        while todo:
            here = todo.pop()
            if here in guilty:
                chain = [here]
                while seen[chain[-1]]:
                    chain.append(seen[chain[-1]])
                found.append(" -> ".join([*reversed(chain), outer]))
                break
            for target in sorted(direct[here]):
                if target not in seen:
                    seen[target] = here
                    todo.append(target)
    return found


# Writes -------------------------------------------------------------------------------------------


def tables(known: dict[str, Module]) -> set[str]:
    """The tables: classes below archive.models that derive from a model, directly or not."""
    classes = {
        node.name: [ast.unparse(base) for base in node.bases]
        for name, module in known.items()
        if within(name, ("archive.models",))
        for node in module.tree.body
        if isinstance(node, ast.ClassDef)
    }

    def is_table(name: str) -> bool:
        return any(
            base in ("models.Model", "AbstractUser") or (base in classes and is_table(base))
            for base in classes[name]
        )

    return {name for name in classes if is_table(name)}


def named_here(module: Module, named: set[str]) -> set[str]:
    """The names under which a module knows tables, under TYPE_CHECKING too."""
    return {
        alias.asname or alias.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and within(node.module or "", ("archive.models",))
        for alias in node.names
        if alias.name in named
    }


def words_of(annotation: ast.expr | None) -> set[str]:
    return set(re.findall(r"\w+", ast.unparse(annotation))) if annotation is not None else set()


class _Writes(ast.NodeVisitor):
    """Follows what comes from a table through one module: its class, managers, querysets, rows,
    whatever is assigned, looped over, passed in or returned under a table's annotation."""

    def __init__(self, module: Module, named: set[str], giving: set[str]) -> None:
        self.module = module
        self.tables_here = named_here(module, named)
        #: Functions, by bare name, whose annotation says that they return rows of a table.
        self.giving = giving
        self.found: list[tuple[int, str]] = []
        self.known: list[set[str]] = [set()]
        #: Modules of archive.models and archive.db.statements under the names they have here.
        self.statements: set[str] = set()
        self.statement_calls: set[str] = set()

    def says_table(self, annotation: ast.expr | None) -> bool:
        return bool(words_of(annotation) & self.tables_here)

    def comes_from_table(self, node: ast.AST | None) -> bool:
        if isinstance(node, ast.Name):
            return node.id in self.tables_here or any(node.id in names for names in self.known)
        if isinstance(node, ast.Attribute):
            if ast.unparse(node) in ("self.model", "request.user"):
                return False
            return node.attr in self.tables_here or self.comes_from_table(node.value)
        if isinstance(node, ast.Call):
            name = (
                node.func.attr
                if isinstance(node.func, ast.Attribute)
                else getattr(node.func, "id", "")
            )
            if (
                name in ("list", "tuple", "sorted", "reversed", "iter", "next", "cast")
                and node.args
            ):
                return any(self.comes_from_table(one) for one in node.args)
            if name in self.giving:
                return True
            if name in ("values_list", "values", "count", "exists", "in_bulk", "aggregate"):
                return name == "in_bulk" and self.comes_from_table(node.func)
            return self.comes_from_table(node.func)
        if isinstance(node, (ast.Subscript, ast.Starred, ast.Await)):
            return self.comes_from_table(node.value)
        if isinstance(node, ast.IfExp):
            return self.comes_from_table(node.body) or self.comes_from_table(node.orelse)
        if isinstance(node, ast.BoolOp):
            return any(self.comes_from_table(one) for one in node.values)
        if isinstance(node, ast.NamedExpr):
            return self.comes_from_table(node.value)
        if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp)):
            return self.comes_from_table(node.elt)
        return False

    def bind(self, target: ast.AST) -> None:
        for node in ast.walk(target):
            if isinstance(node, ast.Name):
                self.known[-1].add(node.id)

    def visit_Module(self, node: ast.Module) -> None:
        for inner in ast.walk(node):
            if isinstance(inner, ast.ImportFrom) and inner.module:
                for alias in inner.names:
                    name = alias.asname or alias.name
                    if inner.module == "archive.db" and alias.name == "statements":
                        self.statements.add(name)
                    if inner.module == "archive.db.statements":
                        self.statement_calls.add(name)
        self.generic_visit(node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        self.known.append(set())
        arguments = node.args
        for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            if self.says_table(one.annotation):
                self.known[-1].add(one.arg)
        for one in (*arguments.defaults, *arguments.kw_defaults):
            # `lambda pk=pk: …` hands on what the name outside is.
            if one is not None and self.comes_from_table(one):
                self.known[-1].update(a.arg for a in arguments.args)
        self.generic_visit(node)
        self.known.pop()

    visit_FunctionDef = visit_AsyncFunctionDef = visit_Lambda = _function

    def visit_Assign(self, node: ast.Assign) -> None:
        if self.comes_from_table(node.value):
            for target in node.targets:
                if isinstance(target, (ast.Name, ast.Tuple, ast.List)):
                    self.bind(target)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if isinstance(node.target, ast.Name) and (
            self.says_table(node.annotation) or self.comes_from_table(node.value)
        ):
            self.bind(node.target)
        self.generic_visit(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        if self.comes_from_table(node.value):
            self.bind(node.target)
        self.generic_visit(node)

    def visit_For(self, node: ast.For) -> None:
        if self.comes_from_table(node.iter):
            self.bind(node.target)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        if self.comes_from_table(node.iter):
            self.bind(node.target)
        self.generic_visit(node)

    def _comprehended(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> None:
        for generator in node.generators:
            self.visit(generator)
        self.generic_visit(node)

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = _comprehended

    def visit_With(self, node: ast.With) -> None:
        for item in node.items:
            if item.optional_vars is not None and self.comes_from_table(item.context_expr):
                self.bind(item.optional_vars)
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        # Called at once or handed on to be called: `Finding(sentence, author.delete)`.
        if (node.attr in WRITES and self.comes_from_table(node.value)) or (
            node.attr in RELATED_WRITES
            and isinstance(node.value, ast.Attribute)
            and self.comes_from_table(node.value.value)
        ):
            self.found.append((node.lineno, ast.unparse(node)))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        called = node.func
        written = (
            isinstance(called, ast.Attribute)
            and isinstance(called.value, ast.Name)
            and called.value.id in self.statements
            and called.attr in STATEMENT_WRITES
        ) or (isinstance(called, ast.Name) and called.id in self.statement_calls & STATEMENT_WRITES)
        if written and node.args and self.comes_from_table(node.args[0]):
            self.found.append((node.lineno, ast.unparse(called)))
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and SQL_WRITE.search(node.value):
            self.found.append((node.lineno, node.value.strip()[:60]))


def writes(known: dict[str, Module]) -> list[str]:
    """Every place outside the store where something of archive.models is written."""
    named = tables(known)
    giving = {
        node.name
        for module in known.values()
        for here in [named_here(module, named)]
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef)
        and words_of(node.returns) & here
        and not words_of(node.returns) & {"dict", "Mapping"}
    }
    found = []
    for name, module in known.items():
        if within(name, WRITERS):
            continue
        visitor = _Writes(module, named, giving)
        visitor.visit(module.tree)
        found += sorted({f"{name}:{line}: {what}" for line, what in visitor.found})
    return found


# Further rules ------------------------------------------------------------------------------------

#: What pages, imports and commands may name of search: the door, and the values it hands out.
DOOR = (
    "archive.search",
    "archive.search.engine",
    "archive.search.results",
    "archive.search.cursor",
)


def importers(known: dict[str, Module], outer: str, but: tuple[str, ...]) -> list[str]:
    """Modules that import `outer`, but those within `but`."""
    return [
        name
        for name, module in known.items()
        if not within(name, but)
        and any(source.partition(".")[0] == outer for source, _ in imports(module))
    ]


def past_the_door(known: dict[str, Module]) -> list[str]:
    """Imports of what lies inside search by what lies outside."""
    return sorted(
        f"{source} -> {target}"
        for source, target in set(edges(known))
        if within(target, ("archive.search",))
        and target not in DOOR
        and not within(source, ("archive.search",))
    )


def classes_named_twice(known: dict[str, Module]) -> dict[str, list[str]]:
    """Class names with the modules that define them, nested classes too; those that Django asks
    for by name apart."""
    found: dict[str, list[str]] = {}
    for name, module in known.items():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and node.name not in ("Meta", "Command"):
                found.setdefault(node.name, []).append(name)
    return {name: places for name, places in sorted(found.items()) if len(places) > 1}
