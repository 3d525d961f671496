"""Header lines of the CSV files in `data/`. Tests write files that begin with them."""

BODY_HEADER = "id,name,short_name,parent_id,note\n"
LINEAGE_HEADER = "predecessor_id,successor_id,on,kind,source_id,note\n"
POINT_HEADER = "unit_id,lat,lon,source_id\n"
RESULT_HEADER = "unit_id,level,aggregate,indicator_id,period,value,status,reading,locator,note\n"
TARGET_HEADER = "unit_id,level,indicator_id,due,comparison,value,status,locator,note\n"
TASK_HEADER = "id,parent_id,title,product,lead_ids,partner_ids,due,status,progress_note,locator\n"
UNIT_HEADER = "id,slug,name,short_name,kind,level,parent_id,code,active_from,active_to,aliases,note\n"
