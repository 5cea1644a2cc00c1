"""What each kind of problem of reading is called where a code would stand: a few words in both languages."""

from __future__ import annotations

from vocskills.roster.codes import Code
from vocskills.text import Text, same

_ZH = {
    Code.DAMAGED: "号码丢位",
    Code.DAMAGED_ZEROS: "号码疑丢末三位",
    Code.NUMBER_AS_NUMBER: "号码存成数字",
    Code.ID_CHECK_DIGIT: "校验位不对",
    Code.ID_FORM: "非18位号码",
    Code.ID_MASKED: "号码已隐藏",
    Code.ID_LENGTH: "号码位数不对",
    Code.CONFLICT: "两列不一致",
    Code.HIDDEN: "隐藏字符",
    Code.TWO_NAMES: "姓名有附注",
    Code.FORMULA: "公式出错",
    Code.CONTROL: "残缺字符",
    Code.NOT_A_DATE: "不是日期",
    Code.NO_SUCH_DATE: "无此日期",
    Code.JANUARY_OR_OCTOBER: "1月或10月",
    Code.DAY_OR_MONTH: "日月不明",
    Code.NO_YEAR: "缺年份",
    Code.SHORT_YEAR: "两位年份",
    Code.MONTH_OR_DAY: "六位日期",
    Code.PERIOD_FOR_DAY: "应为一天",
    Code.BOTH_ENDS: "一格起止两天",
    Code.DAY_FOR_PERIOD: "缺起止日期",
    Code.NEXT_YEAR: "疑跨年",
    Code.SEVERAL_PERIODS: "几段时间",
    Code.SERIAL: "日期序号",
    Code.LASTS: "无结束日期",
    Code.NOT_A_NUMBER: "不是数量",
    Code.OTHER_UNIT: "单位不同",
    Code.FRACTION: "应为整数",
    Code.RANGE: "写的是范围",
    Code.REMARK_IN_CELL: "格内附注",
    Code.NOT_A_CHOICE: "不在可选项中",
    Code.CODE_UNKNOWN: "代码含义不明",
    Code.SEVERAL: "不止一个",
    Code.NO_CATEGORY: "类别不明",
    Code.OTHER_CATEGORY: "另一类人员",
    Code.UNKNOWN_SAID: "写明不清楚",
    Code.PLACE_UNCLEAR: "地名不明",
    Code.PLACE_BY_NAME: "按地名识别",
    Code.INVALID: "不符或超范围",
    Code.SPELLED: "名称写法不一",
    Code.CLASS_DIFFERS: "同班不一致",
    Code.HEADER_UNKNOWN: "列名不识",
    Code.HEADER_TWICE: "两列同义",
    Code.MERGED: "合并单元格",
    Code.FILLED_DOWN: "已向下填充",
    Code.TOTAL_DIFFERS: "合计不符",
    Code.GROUPED: "按内容分班",
    Code.NO_CLASS: "缺班期编号",
    Code.ROW_LENGTH: "格数不符",
    Code.SHEET_SKIPPED: "未读的表",
    Code.SHEET_HIDDEN: "隐藏的表",
    Code.COUNT_RECORD: "统计数",
    Code.ENCODING: "编码",
}
_EN = {
    Code.INVALID: "contradiction or out of range",
    Code.ID_FORM: "no 18-digit number",
    Code.LASTS: "no last day",
    Code.SPELLED: "several spellings",
}


def title_of(code: str) -> Text:
    """What a problem is called; a check keeps its code, which the catalogue of checks explains."""
    kind = next((one for one in Code if one.value == code), None)
    return same(code) if kind is None else Text(_ZH[kind], _EN.get(kind, kind.value.replace("-", " ")))
