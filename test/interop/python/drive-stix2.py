"""Reads, parses, queries and writes a collection with python-stix2 as its users do; prints what came of it as one JSON document."""

import json
import sys

import stix2
from taxii2client.v21 import Server


def main(url, user, password, creator):
    root = Server(url, user=user, password=password).default
    collection = next(one for one in root.collections if one.alias == "ics")
    envelope = collection.get_objects(limit=1000)
    parsed = [stix2.parse(item, allow_custom=True) for item in envelope["objects"]]
    store = stix2.TAXIICollectionStore(collection)
    malware = stix2.Malware(name="Tidepool", is_family=True, created_by_ref=creator)
    relationship = stix2.Relationship(parsed[0], "indicates", malware, created_by_ref=creator)
    store.add([malware, relationship])
    found = store.query([stix2.Filter("type", "=", "malware")])
    told = {
        "parsed": [one["id"] for one in parsed],
        "sent": [malware.id, relationship.id],
        "found": [one.id for one in found],
        "got": store.get(malware.id).name,
        "versions": len(store.all_versions(malware.id)),
    }
    second = malware.new_version(name="Tidepool, again")
    store.add(second)
    told["renamed"] = store.get(malware.id).name
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
