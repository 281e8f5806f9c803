"""Reads a Data Center site with public clients, and prints as JSON what they found.

Usage: read-data-center.py URL TOKEN SCHEMA FILE: the file is attached to an object.
"""

import json
import sys

from atlassian import Insight
from jira_insight.insight import Insight as SecondInsight

url, token, schema_name, file = sys.argv[1:5]
client = Insight(url=url, token=token)


def search(query, schema_id):
    found, page = [], 1
    while True:
        answer = client.iql(query, schema_id, page=page, result_per_page=50)
        found += answer["objectEntries"]
        if not answer["objectEntries"] or len(found) >= answer["totalFilterCount"]:
            return found
        page += 1


def read_schema(schema):
    types = client.get_object_schema_object_types_flat(schema["id"])
    attributes = {each["name"]: client.get_object_type_attributes(each["id"]) for each in types}
    objects = [
        found for each in types for found in search(f"objectTypeId = {each['id']}", schema["id"])
    ]
    return types, attributes, objects


schemas = client.list_object_schema()["objectschemas"]
schema = next(each for each in schemas if each["name"] == schema_name)
types, attributes, objects = read_schema(schema)
first = client.get_object(objects[0]["objectKey"])
client.add_comment_to_object("Said by a witness", first["id"], 0)
client.upload_attachment_to_object(first["id"], file)
attachments = client.get_attachments_of_objects(first["id"])

second = SecondInsight(url, token_auth=token)
second_schema = second.object_schemas[schema["id"]]
second_objects = list(second_schema.search_iql(f"objectTypeId = {first['objectType']['id']}"))

print(
    json.dumps(
        {
            "schemas": sorted(each["name"] for each in schemas),
            "types": sorted(each["name"] for each in types),
            "attributes": {name: len(listed) for name, listed in attributes.items()},
            "objects": sorted(each["label"] for each in objects),
            "first": first["label"],
            "values": len(client.get_object_attributes(first["id"])),
            "history": len(client.get_object_history(first["id"], abbreviate=False)),
            "comments": [each["comment"] for each in client.get_comment_of_object(first["id"])],
            "attachments": [each["filename"] for each in attachments],
            "bytes": client.request(path=attachments[-1]["url"], absolute=True).text,
            "icons": len(client.get_all_global_icons()),
            "bySecond": sorted(each.name for each in second_objects),
        }
    )
)
