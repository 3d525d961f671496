"""A small version of the published data, written as tables, for tests of the history."""

import io

import pandas as pd

from generator.history import Change, Version, version_of

UNITS = """id,name,active_from,active_to,parent_id
p,Tỉnh Thử,,,
p.a,Sở An Bình,,,p
p.b,Sở Đại Đồng,,,p
"""
INDICATORS = """id,name,measure,direction,definition,formula
pay,Thanh toán trực tuyến,percent,higher,Tỷ lệ giao dịch,
"""
SOURCES = """id,number,title,issued_on,url
d1,1/BC,Báo cáo một,2024-06-01,
"""
TASKS = """id,source_id,title,status,due,lead_ids
d1.I.1,d1,Công khai kết quả,unknown,2024,p.a
"""
TARGETS = """unit_id,level,indicator_id,due,comparison,value,status,source_id,locator
p,department,pay,2024,at_least,60,,d1,text:I.1
"""
RESULTS = """unit_id,level,aggregate,indicator_id,period,value,status,reading,source_id,locator
p.a,,,pay,2024-05,58.73,,,d1,PL1:1
p.b,,,pay,2024-05,40,,,d1,PL1:2
p,department,mean,pay,2024-05,49.37,,,d1,PL1:mean
"""
ASSESSMENTS = """unit_id,indicator_id,period,assessment,rank
p.a,pay,2024-05,not_met,1
p.b,pay,2024-05,not_met,2
"""
FIRST = {
    "units": UNITS,
    "indicators": INDICATORS,
    "sources": SOURCES,
    "tasks": TASKS,
    "targets": TARGETS,
    "results": RESULTS,
    "assessments": ASSESSMENTS,
}


def version(**edited: str) -> Version:
    """Returns the first version with some tables replaced."""
    texts = FIRST | edited
    return version_of(
        {name: pd.read_csv(io.StringIO(text), dtype="str", na_filter=False) for name, text in texts.items()}, {}
    )


def summaries(changes: tuple[Change, ...]) -> list[tuple[object, ...]]:
    return [(c.what, c.kind, c.unit_id, c.old, c.new) for c in changes]
