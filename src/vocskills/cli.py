"""The command line: ``vocskills assess | audit | roster | template | check | show | facts | policies | ...``.

Exit codes: 0 answered, whatever the outcome; 1 bad input, or a file that cannot be read or written; 2 usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vocskills import cli_audit
from vocskills.auditing import command
from vocskills.errors import Fault, InputError, VocskillsError, of_system
from vocskills.places import check_place
from vocskills.text import Lang, Text, join, same

if TYPE_CHECKING:
    from vocskills.assessment import Assessment
    from vocskills.auditing import FileAudit
    from vocskills.convert.read import Read
    from vocskills.policy.pack import Policy
    from vocskills.roster import Roster

_FORMATS = ("json", "yaml", "csv")
_SUFFIXES = {".json": "json", ".yaml": "yaml", ".yml": "yaml", ".csv": "csv"} | dict.fromkeys(
    (".xlsx", ".xlsm", ".xls", ".ods"), "csv"
)
_FORMAT = Text("看不出是哪种格式", "the format cannot be told")
_GIVE_FORMAT = Text("加上 --format json、yaml 或 csv", "add --format json, yaml or csv")
_NO_KEY = Text("密钥文件是空的", "the key file is empty")
_NO_INPUT = Text("标准输入已关闭", "standard input is closed")
_WARNING = Text("注意：", "warning: ")
_NO_PERSON = Text("没有这个人", "there is no such person")

Command = Callable[[argparse.Namespace], None]


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command.

    Args:
        argv: the arguments; by default those of the process.

    Returns:
        The exit code; usage faults leave by ``SystemExit(2)``, as argparse has it.
    """
    tolerate_consoles()
    args = _parser().parse_args(argv)
    return guarded(lambda: args.run(args), args.lang)


def tolerate_consoles() -> None:
    """Lets no character that a console cannot show stop the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def guarded(run: Callable[[], None], lang: Lang) -> int:
    """Runs a command; what goes wrong is said in one place and never as a traceback."""
    try:
        run()
        if sys.stdout is not None:
            sys.stdout.flush()
    except VocskillsError as error:
        print(error.render(lang), file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever reads has seen enough; what is left must not be complained about at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(of_system(error).render(lang), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(Text("已中断", "interrupted").of(lang), file=sys.stderr)
        return 1
    return 0


# -- arguments ---------------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    about = "补贴性职业技能培训：判定、说明理由 / Decides subsidised vocational training in China, with reasons"
    parser = argparse.ArgumentParser(prog="vocskills", description=about)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_assess(commands)
    audit = _command(commands, "audit", "审核花名册或申领表 / audit rosters or tables of claims", _audit)
    cli_audit.add_arguments(audit)
    command.add_arguments(audit)
    _add_roster_options(audit)
    roster = _command(commands, "roster", "花名册是怎样读的 / how a roster is read", _roster)
    roster.add_argument("file", metavar="FILE", help="花名册，- 为标准输入 / a roster or -")
    _add_roster_options(roster)
    roster.add_argument("--save-mapping", metavar="FILE", help="把对应表写入文件 / write the mapping to a file")
    template = _command(commands, "template", "当地政策所需的空白花名册 / an empty roster for a place", _template)
    template.add_argument("--place", required=True, help="行政区划代码 / division code")
    template.add_argument("--pack", action="append", default=[], metavar="FILE", help="另加文件包 / a further pack")
    template.add_argument("-o", "--output", metavar="FILE", help=".xlsx 或 .csv 文件 / an .xlsx or .csv file")
    check = _command(commands, "check", "检查文件包 / check packs for their authors", _check)
    check.add_argument("packs", nargs="+", metavar="PACK", help="YAML 文件 / YAML files")
    show = _command(commands, "show", "打印一份政策，供核对签字 / print a policy as a sheet to sign", _show)
    show.add_argument("policy", metavar="POLICY", help="编号或文件 / id or pack file")
    facts = _command(commands, "facts", "规则可用的事实 / everything that a rule may mention", _facts)
    facts.add_argument("filter", nargs="?", default="", help="只列出含此字样的 / only those that contain it")
    facts.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    policies = _command(commands, "policies", "收录的政策 / the policies in the library", _policies)
    policies.add_argument("--place", help="行政区划代码 / division code")
    schema = _command(commands, "schema", "JSON Schema", _schema)
    schema.add_argument("what", choices=("case", "pack"))
    sources = _command(commands, "sources", "依据的出处 / a fact with its source", _sources)
    sources.add_argument("ids", nargs="+", metavar="ID", help="如 / such as YN20-04")
    return parser


def _command(commands: Any, name: str, about: str, run: Command) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 / language (zh)")
    parser.set_defaults(run=run)
    return parser


def _add_roster_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mapping", metavar="FILE", help="列名对应表 / a mapping of headers (YAML, JSON)")
    parser.add_argument("--sheet", action="append", default=[], metavar="NAME", help="只读这张表 / read this sheet")
    fill = "空白格沿用上一行的列 / a column whose blanks mean the cell above"
    parser.add_argument("--fill-down", action="append", default=[], metavar="HEADER", help=fill)


def _add_assess(commands: Any) -> None:
    parser = _command(commands, "assess", "判定一个班或一个人 / decide a class or a person", _assess)
    parser.add_argument("file", metavar="FILE", help="案件或花名册，- 为标准输入 / a case, a roster or -")
    parser.add_argument("--format", choices=_FORMATS, help="格式 / format, if the name does not tell")
    _add_roster_options(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    parser.add_argument("--brief", action="store_true", help="JSON 不含逐条理由 / JSON without the findings")
    parser.add_argument("--policy", help="只按这份政策 / by this policy alone (and the national ones beside it)")
    parser.add_argument("--place", help="行政区划代码 / division code, instead of the case's own")
    parser.add_argument("--pack", action="append", default=[], metavar="FILE", help="另加文件包 / a further pack")
    form.add_argument("--explain", type=int, metavar="N", help="第 N 人的全部理由 / all findings of person N")
    form.add_argument("--all", action="store_true", help="所有人的全部理由 / all findings of everybody")
    parser.add_argument("--key-file", metavar="FILE", help="回执中身份信息的密钥 / key for identifiers in the receipt")


# -- commands ----------------------------------------------------------------------------------------------------


def _assess(args: argparse.Namespace) -> None:
    if args.place is not None:
        check_place(args.place, "--place")
    packs = [_load(path) for path in args.pack]
    key = _key(args.key_file) if args.key_file else None
    read = _cases(args)
    found = _all_decided(read, args, packs, key)
    if args.json:
        print(_json(found, several=read.several, explain=not args.brief), end="")
    else:
        print(_pages(found, args), end="")


def _audit(args: argparse.Namespace) -> None:
    packs = [_load(path) for path in args.pack]
    key = _key(args.key_file) if args.key_file else None
    if command.is_table(args):
        if args.output is not None and not args.map:
            cli_audit.refuse_roster(args.files[0], args.output)
        with cli_audit.progress(args.lang) as watch:
            found = command.decide_table(args, packs, key, watch)
        _print_table(found, args)
        return
    lines = cli_audit.audit(args, lambda file: _read_roster(*_source(file), args), packs, key)
    print("\n".join(lines))


def _print_table(found: FileAudit, args: argparse.Namespace) -> None:
    """The summary of a table, and the rows that are to be explained.

    Raises:
        InputError: rows were not decided, or cannot be explained.
    """
    from vocskills.auditing.summary import summary_lines
    from vocskills.report import render
    from vocskills.report.answer import receipt_lines

    print("\n".join(summary_lines(found, args.lang)))
    if args.receipt or args.key_file:
        print("\n".join(receipt_lines(found.receipt, args.lang)))
    assessments, faults = command.explained(args, found)
    for one in assessments:
        print("\n" + render(one, args.lang, explain=1), end="")
    if found.faults or faults:
        raise InputError([*found.faults, *faults])


def _all_decided(read: Read, args: argparse.Namespace, packs: list[Policy], key: bytes | None) -> list[Assessment]:
    """Every case decided, a person's claims over all of them; all faults at once, each with its place in the file."""
    from vocskills.assessment import assess_all

    try:
        return assess_all(read.cases, policy=args.policy, place=args.place, policies=packs, key=key)
    except InputError as error:
        raise InputError(read.located(list(error.faults))) from None


def _key(file: str) -> bytes:
    """A key as it stands in a file, without the line break that editors put at the end."""
    key = Path(file).read_bytes().strip()
    if not key:
        raise InputError(Fault(_NO_KEY, file=file))
    return key


def _json(found: list[Assessment], *, several: bool, explain: bool) -> str:
    """One object for a case; for a roster all classes with what they come to together."""
    from vocskills.convert import dumps, plain
    from vocskills.report import grand_total

    if not several:
        return found[0].to_json(explain=explain)
    total = grand_total([one.total for one in found])
    return dumps({"assessments": [one.as_dict(explain=explain) for one in found], "total": plain(total)})


def _pages(found: list[Assessment], args: argparse.Namespace) -> str:
    from vocskills.report import render
    from vocskills.report.totals import grand_total_lines

    pages = []
    for one in found:
        try:
            pages.append(render(one, args.lang, explain=args.explain, everybody=args.all))
        except IndexError:
            most = len(one.answer.subjects)
            expected = Text(f"1 至 {most}", f"1 to {most}")
            raise InputError(Fault(_NO_PERSON, text=str(args.explain), expected=expected)) from None
    if len(found) > 1:
        pages.append("\n".join(grand_total_lines([one.total for one in found], args.lang)) + "\n")
    return "\n".join(pages)


def _cases(args: argparse.Namespace) -> Read:
    """The cases of a file; what is not certain in a roster is said on the way."""
    from vocskills.convert.read import Read, case_of
    from vocskills.convert.sources import read_source

    source, name = _source(args.file)
    known = args.format or _SUFFIXES.get(Path(args.file).suffix.lower()) or _sniffed(source, name)
    if known == "csv":
        roster = _read_roster(source, name, args)
        for problem in roster.problems:
            if problem.severity.value in ("open", "warning"):
                print(f"{_WARNING.of(args.lang)}{problem.render(args.lang)}", file=sys.stderr)
        return Read(roster.checked().cases, roster.located, several=True)
    found = read_source(source, name, written=known == "yaml")
    return Read([case_of(found)], found.located)


def _source(file: str) -> tuple[bytes, str]:
    """A file's bytes, or those of standard input, with the name to call them by."""
    name = "<stdin>" if file == "-" else file
    if file == "-" and sys.stdin is None:
        raise InputError(Fault(_NO_INPUT, file=name))
    return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes(), name


def _read_roster(source: bytes, name: str, args: argparse.Namespace) -> Roster:
    from vocskills.roster import read_mapping, read_roster

    mapping = read_mapping(Path(args.mapping)) if args.mapping else None
    return read_roster(source, name=name, mapping=mapping, sheets=args.sheet, fill_down=args.fill_down)


def _sniffed(source: bytes, name: str) -> str:
    from vocskills.roster.load.excel import is_workbook

    start = source.removeprefix(b"\xef\xbb\xbf").lstrip()
    first = start.split(b"\n", 1)[0]
    if start.startswith(b"{"):
        return "json"
    if is_workbook(source) or b"," in first:
        return "csv"
    if b":" in first or start.startswith(b"#"):
        return "yaml"
    raise InputError(Fault(_FORMAT, file=name, remedy=_GIVE_FORMAT))


def _roster(args: argparse.Namespace) -> None:
    from vocskills.report.roster import render_roster

    roster = _read_roster(*_source(args.file), args)
    if args.save_mapping:
        Path(args.save_mapping).write_text(roster.mapping.to_yaml(), "utf-8")
    print(render_roster(roster, args.lang), end="")


def _template(args: argparse.Namespace) -> None:
    from vocskills.roster.template import as_csv, as_workbook, headers

    names = headers(check_place(args.place, "--place"), [_load(path) for path in args.pack])
    if not args.output:
        print("\n".join(names))
        return
    made = as_workbook(names) if args.output.lower().endswith(".xlsx") else as_csv(names)
    Path(args.output).write_bytes(made)
    zh, en = f"已写入 {args.output}，共 {len(names)} 列", f"{args.output} is written; columns: {len(names)}"
    print(Text(zh, en).of(args.lang))


def _load(path: str) -> Policy:
    from vocskills.policy import load_policy

    return load_policy(Path(path))


def _check(args: argparse.Namespace) -> None:
    faults = [fault for path in args.packs for fault in _checked(path, args.lang)]
    if faults:
        raise InputError(faults)


def _checked(path: str, lang: Lang) -> Sequence[Fault]:
    """The faults of one pack; where there are none that is said, and warnings are printed either way."""
    from vocskills.policy import uncovered, unordered

    try:
        policy = _load(path)
    except VocskillsError as error:
        return error.faults
    except OSError as error:
        return [of_system(error, path)]
    forgotten = uncovered(policy)
    if not forgotten:
        print(_sound(path, policy).of(lang))
    for warning in unordered(policy):
        print(f"{_WARNING.of(lang)}{warning.render(lang)}")
    return forgotten


def _sound(path: str, policy: Policy) -> Text:
    rules, subsidies = len(policy.rules), len(policy.subsidies)
    approvals, measures = len(policy.approvals), len(policy.measures)
    zh = f"{path}: {policy.id}: 没有错误；条件 {rules} 条，补贴 {subsidies} 项"
    en = f"{path}: {policy.id}: no faults; rules: {rules}, subsidies: {subsidies}"
    zh += f"，审核事项 {approvals} 项，处理措施 {measures} 项" if approvals or measures else ""
    en += f", approvals: {approvals}, measures: {measures}" if approvals or measures else ""
    return Text(zh, en)


def _show(args: argparse.Namespace) -> None:
    from vocskills.policy import get
    from vocskills.report.show import show

    is_file = Path(args.policy).suffix.lower() in (".yaml", ".yml")
    print(show(_load(args.policy) if is_file else get(args.policy), args.lang), end="")


def _facts(args: argparse.Namespace) -> None:
    from vocskills.convert import dumps
    from vocskills.report.vocabulary import vocabulary_lines, vocabulary_values

    if args.json:
        print(dumps(vocabulary_values(args.filter)), end="")
    else:
        print("\n".join(vocabulary_lines(args.filter, args.lang)))


def _policies(args: argparse.Namespace) -> None:
    from vocskills.policy import policies
    from vocskills.report import words

    for policy in policies().values() if args.place is None else _policies_of(args.place, args.lang):
        numbers = words.aside(join([words.document(one.number) for one in policy.documents.values()])).of(args.lang)
        print(f"{policy.id}  {policy.place}  {policy.title.of(args.lang)}  {numbers.strip()}")


def _policies_of(place: str, lang: Lang) -> tuple[Policy, ...]:
    """The policies of a place, after the warning that it has no local one where that is so."""
    from vocskills.assessment.texts import coverage
    from vocskills.policy import applicable

    found = applicable(place)
    covered, said = coverage(place, [p for p in found if not p.national], [p for p in found if p.national])
    if not covered:
        print(f"! {said.of(lang)}")
    return found


def _schema(args: argparse.Namespace) -> None:
    from vocskills.convert import case_schema, dumps
    from vocskills.policy import pack_schema

    print(dumps(case_schema() if args.what == "case" else pack_schema()), end="")


def _sources(args: argparse.Namespace) -> None:
    from vocskills.policy.facts import load_facts
    from vocskills.report.layout import hanging
    from vocskills.report.words import article

    base = load_facts()
    found = [(name, base.get(name)) for name in args.ids]
    unknown = [base.objection(name, "") for name, fact in found if fact is None]
    for _, fact in found:
        if fact is not None:
            read = join([article(fact.article), fact.confidence.label, same(fact.source)], zh="；", en="; ")
            said = f"{fact.fact.of(args.lang)} [{read.of(args.lang)}]"
            print("\n".join(hanging(f"{fact.id}: ", said)))
    if unknown:
        raise InputError(fault for fault in unknown if fault is not None)
