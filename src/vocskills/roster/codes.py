"""Everything that a reader of rosters says about cells: its words, how grave it is and what to do."""

from __future__ import annotations

from enum import Enum

from vocskills.roster.problems import Severity
from vocskills.text import Text

_AS_TEXT = Text(
    "把该列设为文本格式，从证件或原系统重新录入号码", "format the column as text and enter the numbers again"
)
_ASK = Text("向填表人核实，改写清楚", "ask who filled it in and write it out")
_BLANK = Text("不知道的留空", "leave blank what is not known")
_MAP = Text("在对应表中写明这一列", "name the column in the mapping file")
_WHOLE_DATE = Text("写成 2020-10-01 或 2020-10", "write 2020-10-01 or 2020-10")


class Code(Enum):
    """Kinds of problems.

    Attributes:
        severity: how grave it is.
        what: what is said about the cell.
        remedy: what to do about it.
    """

    _value_: str
    severity: Severity
    what: Text
    remedy: Text | None

    # Identity numbers and other long numbers (M1-M8).
    DAMAGED = (
        "damaged",
        Severity.ERROR,
        "号码被表格软件变成了数字，末几位已丢失",
        "made a number by a spreadsheet, which lost its last digits",
        _AS_TEXT,
    )
    DAMAGED_ZEROS = (
        "damaged-zeros",
        Severity.ERROR,
        "号码以 000 结尾且校验位错误，像是表格软件丢了末三位",
        "ends in 000 with a wrong check digit, as spreadsheets leave long numbers",
        _AS_TEXT,
    )
    NUMBER_AS_NUMBER = (
        "number-as-number",
        Severity.WARNING,
        "号码存成了数字，这次没有丢失位数",
        "stored as a number, this time without loss",
        _AS_TEXT,
    )
    ID_CHECK_DIGIT = (
        "id-check-digit",
        Severity.WARNING,
        "身份证号码校验位或出生日期不对，不用于推算",
        "the check digit or birth date of the identity number is wrong; nothing is derived from it",
        Text("核对证件；号码确实如此的不必改", "check the document; leave it if it is printed so"),
    )
    ID_FORM = (
        "id-form",
        Severity.OPEN,
        "不是 18 位身份证号码，不能据此认人",
        "not an 18-digit identity number, so it joins nobody to records elsewhere",
        Text("补上 18 位号码，或在“人员标识”中给出本单位的编号", "give the 18 digits, or your own key under 人员标识"),
    )
    ID_MASKED = (
        "id-masked",
        Severity.OPEN,
        "号码已隐藏部分位数，不能据此认人",
        "a masked number, which joins nobody to records elsewhere",
        Text("用未隐藏的名册", "use the roster with full numbers"),
    )
    ID_LENGTH = (
        "id-length",
        Severity.ERROR,
        "身份证号码位数不对",
        "an identity number with the wrong number of digits",
        Text("核对证件", "check the document"),
    )
    CONFLICT = (
        "conflict",
        Severity.ERROR,
        "两列说的是同一件事，内容不一致",
        "two columns of one fact disagree",
        Text("核实后只留一列", "find out which is right and keep one"),
    )

    # Text (M4, M25).
    HIDDEN = (
        "hidden",
        Severity.NOTE,
        "去掉了看不见的字符或多余的空格",
        "hidden characters or spaces were taken off",
        None,
    )
    TWO_NAMES = (
        "two-names",
        Severity.WARNING,
        "一格里像有两个名字或附注",
        "the cell seems to hold two names or a remark",
        Text("一人一行，附注写在备注", "one person a row, remarks in their own column"),
    )
    FORMULA = (
        "formula",
        Severity.ERROR,
        "单元格的公式出错",
        "the formula of the cell failed",
        Text("改正公式，或改填数值", "mend the formula, or put the value in its place"),
    )
    CONTROL = (
        "control",
        Severity.ERROR,
        "文本中有控制字符或残缺字符",
        "text with control characters or broken characters",
        Text("重新录入", "enter it again"),
    )

    # Dates (M9-M12).
    NOT_A_DATE = "not-a-date", Severity.ERROR, "看不出是哪一天", "not written as a date", _WHOLE_DATE
    NO_SUCH_DATE = (
        "no-such-date",
        Severity.ERROR,
        "没有这个日期",
        "there is no such date",
        Text("核对年、月、日", "check year, month and day"),
    )
    JANUARY_OR_OCTOBER = (
        "january-or-october",
        Severity.OPEN,
        "1 月还是 10 月分不清：表格软件把 2020.10 存成 2020.1",
        "January or October: spreadsheets make 2020.1 of 2020.10",
        _WHOLE_DATE,
    )
    DAY_OR_MONTH = (
        "day-or-month",
        Severity.OPEN,
        "日和月哪个在前分不清",
        "which is the day and which the month",
        _WHOLE_DATE,
    )
    NO_YEAR = (
        "no-year",
        Severity.OPEN,
        "没有写年份",
        "no year",
        Text("写上年份，或在对应表中给出 year", "write the year, or give year in the mapping file"),
    )
    SHORT_YEAR = "short-year", Severity.OPEN, "年份只有两位", "a year of two digits", _WHOLE_DATE
    MONTH_OR_DAY = (
        "month-or-day",
        Severity.OPEN,
        "六位数字可能是年月，也可能是年月日",
        "six digits: year and month, or year, month and day",
        _WHOLE_DATE,
    )
    PERIOD_FOR_DAY = (
        "period-for-day",
        Severity.OPEN,
        "这里要一天，写的是一段时间",
        "a period where one day belongs",
        Text("分成开始和结束两列", "give first and last day in two columns"),
    )
    BOTH_ENDS = (
        "both-ends",
        Severity.NOTE,
        "一格写了起止两天，读作开始和结束日期",
        "first and last day in one cell: both were taken",
        None,
    )
    DAY_FOR_PERIOD = (
        "day-for-period",
        Severity.OPEN,
        "这里要起止日期，只写了一个日期",
        "one date where first and last day belong",
        Text("写成 2020-03-06至2020-03-20", "write 2020-03-06至2020-03-20"),
    )
    NEXT_YEAR = (
        "next-year",
        Severity.OPEN,
        "结束早于开始，可能跨年，没有写年份",
        "the end lies before the start; it may be of the next year, which is not written",
        _WHOLE_DATE,
    )
    SEVERAL_PERIODS = (
        "several-periods",
        Severity.NOTE,
        "有几段时间，取最早和最晚的一天",
        "several periods: their first and last day were taken",
        None,
    )
    SERIAL = (
        "serial",
        Severity.NOTE,
        "日期存成了数字，按工作簿的起算日换算",
        "a serial number, read as a date by the workbook's system",
        None,
    )
    LASTS = "lasts", Severity.OPEN, "没有结束日期（至今、长期）", "no last day is given (until now, unlimited)", _BLANK

    # Numbers (M19, M20).
    NOT_A_NUMBER = (
        "not-a-number",
        Severity.ERROR,
        "看不出是多少",
        "not written as expected",
        Text("只写数字", "write the number alone"),
    )
    OTHER_UNIT = (
        "other-unit",
        Severity.OPEN,
        "单位和这一列的不同，换算要看当地规定",
        "another unit than the column's; converting it takes a rule of the place",
        Text("按这一列的单位填写", "give it in the column's unit"),
    )
    FRACTION = (
        "fraction",
        Severity.OPEN,
        "这里是整数，写的是小数，取前后两个整数之间",
        "a fraction where whole numbers belong: taken as between its neighbours",
        _ASK,
    )
    RANGE = "range", Severity.OPEN, "写的是范围", "a range", _ASK
    REMARK_IN_CELL = (
        "remark-in-cell",
        Severity.NOTE,
        "括号里的附注没有用到",
        "the remark in brackets was not used",
        None,
    )

    # Words (M17, M18, M21-M23).
    NOT_A_CHOICE = "not-a-choice", Severity.ERROR, "不是可填的内容", "not one of the words that may stand here", None
    CODE_UNKNOWN = (
        "code-unknown",
        Severity.OPEN,
        "代码的含义各地不同",
        "a code that means different things in different places",
        Text("在对应表的 values 中写明代码的含义", "say under values in the mapping file what the code means"),
    )
    SEVERAL = "several", Severity.OPEN, "写了不止一个", "more than one", _ASK
    NO_CATEGORY = (
        "no-category",
        Severity.OPEN,
        "看不出是哪类人员",
        "not a known category of persons",
        Text("在对应表的 values 中写明", "say under values in the mapping file what it means"),
    )
    OTHER_CATEGORY = (
        "other-category",
        Severity.OPEN,
        "说的是另一类人员，这一类是否属于仍不清楚",
        "speaks of another category; this one stays open",
        Text("这一列填是或否", "write 是 or 否 in this column"),
    )
    UNKNOWN_SAID = "unknown-said", Severity.NOTE, "写明不清楚，按未知处理", "said to be unknown", None
    PLACE_UNCLEAR = (
        "place-unclear",
        Severity.OPEN,
        "地名对不上唯一的行政区划",
        "the name does not lead to one division",
        Text("写区划代码，或写全省、市、县", "give its code, or province, city and county in full"),
    )
    PLACE_BY_NAME = "place-by-name", Severity.NOTE, "按地名找到了区划代码", "the division was found by its name", None

    # What the model refuses.
    INVALID = (
        "invalid",
        Severity.ERROR,
        "与别处不符或超出范围",
        "contradicts something else or lies outside its range",
        None,
    )
    SPELLED = (
        "spelled",
        Severity.WARNING,
        "可能是同一名称的不同写法，未合并",
        "perhaps one name in several spellings; they were not taken for one",
        Text("确是同一名称的，在对应表的 values 中写明", "say under values in the mapping file which are one"),
    )
    CLASS_DIFFERS = (
        "class-differs",
        Severity.ERROR,
        "同一班期的各行内容不同",
        "rows of one class disagree",
        Text("同一班期的各行填同样的内容，或只填一行", "say the same in all rows of a class, or say it in one"),
    )

    # The sheet (M13-M15, M27).
    HEADER_UNKNOWN = (
        "header-unknown",
        Severity.WARNING,
        "没有看懂这一列，未读取",
        "the column was not understood and not read",
        _MAP,
    )
    HEADER_TWICE = (
        "header-twice",
        Severity.NOTE,
        "同一内容有两列，两列都读了",
        "two columns of one fact; both were read",
        None,
    )
    MERGED = (
        "merged",
        Severity.OPEN,
        "这一列有合并单元格，只有第一行有内容，其余行按空白处理",
        "merged cells: only the first row has the value, the others count as blank",
        Text("确实各行相同的，在 fill_down 中写明这一列", "if it holds for all rows, name the column under fill_down"),
    )
    FILLED_DOWN = (
        "filled-down",
        Severity.NOTE,
        "按要求用上一行的内容填充了空白",
        "blanks were filled from above, as asked",
        None,
    )
    TOTAL_DIFFERS = (
        "total-differs",
        Severity.WARNING,
        "打印的合计与逐行相加不符",
        "the printed total is not the sum of the rows",
        Text("核对逐行和合计", "check the rows and the total"),
    )
    GROUPED = (
        "grouped",
        Severity.NOTE,
        "没有班期编号，按班级内容相同的行分班",
        "no class identifiers: rows that say the same of their class are one class",
        Text("有几个班的，加上“班期编号”一列", "add the column 班期编号 where there are several classes"),
    )
    NO_CLASS = "no-class", Severity.ERROR, "没有填写班期编号", "a row without its class identifier", None
    ROW_LENGTH = (
        "row-length",
        Severity.ERROR,
        "这一行的格数与列名不符",
        "the row has another number of cells than the header",
        None,
    )
    SHEET_SKIPPED = (
        "sheet-skipped",
        Severity.NOTE,
        "这一张表没有人员名单，未读取",
        "a sheet without a list of people was not read",
        None,
    )
    SHEET_HIDDEN = (
        "sheet-hidden",
        Severity.WARNING,
        "隐藏的工作表未读取",
        "a hidden sheet was not read",
        Text("要读取的，取消隐藏或用 sheets 指明", "unhide it, or name it under sheets"),
    )
    COUNT_RECORD = (
        "count-record",
        Severity.ERROR,
        "这是统计数，不是人员名单",
        "counts of people, not a list of people",
        Text("按人数的案件（heads）判定", "decide it as a case with heads"),
    )
    ENCODING = (
        "encoding",
        Severity.NOTE,
        "编码不是 UTF-8，按检测到的编码读取",
        "not UTF-8: read in the encoding that was found",
        None,
    )

    def __new__(cls, value: str, severity: Severity, zh: str, en: str, remedy: Text | None) -> Code:
        """A kind of problem from its row."""
        member = object.__new__(cls)
        member._value_ = value
        member.severity, member.what, member.remedy = severity, Text(zh, en), remedy
        return member
