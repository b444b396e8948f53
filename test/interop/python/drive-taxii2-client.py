"""Drives a server with taxii2-client as its users do, and prints what came of it as one JSON document."""

import datetime
import json
import sys

from taxii2client.exceptions import TAXIIServiceException
from taxii2client.v21 import Server, as_pages


def objects_of(envelopes):
    return [item for envelope in envelopes for item in envelope.get("objects", [])]


def ids_of(envelope):
    return [item["id"] for item in envelope.get("objects", [])]


def status_of(status):
    return {
        "status": status.status,
        "total": status.total_count,
        "successes": [one["id"] for one in status.successes],
        "failures": [[one["id"], one["version"], one["message"]] for one in status.failures],
        "pendings": len(status.pendings),
    }


def refusal_of(act):
    try:
        act()
    except Exception as error:  # requests' HTTPError, and the client's own
        response = getattr(error, "response", None)
        return response.status_code if response is not None else type(error).__name__
    return None


def main(url, user, password, sent_path):
    with open(sent_path, encoding="utf-8") as file:
        sent = json.load(file)
    server = Server(url, user=user, password=password)
    root = server.default
    told = {
        "title": server.title,
        "roots": [one.url for one in server.api_roots],
        "root_versions": list(root.versions),
        "max_content_length": root.max_content_length,
        "collections": [[one.title, one.can_read, one.can_write, one.alias] for one in root.collections],
    }
    collection = next(one for one in root.collections if one.alias == "ics")
    told["pages"] = ids_of({"objects": objects_of(as_pages(collection.get_objects, per_request=7))})
    told["whole"] = ids_of(collection.get_objects(limit=1000))
    told["manifest"] = ids_of({"objects": objects_of(as_pages(collection.get_manifest, per_request=7))})
    told["of_type"] = ids_of(collection.get_objects(type="ipv4-addr"))
    told["by_id"] = ids_of(collection.get_objects(id=told["whole"][:2]))
    told["all_versions"] = ids_of(collection.get_objects(version="all", id=told["whole"][0]))
    told["one"] = ids_of(collection.get_object(told["whole"][0]))
    told["versions"] = collection.object_versions(told["whole"][0]).get("versions", [])
    added = objects_of(as_pages(collection.get_manifest, per_request=100))
    middle = datetime.datetime.fromisoformat(added[9]["date_added"].replace("Z", "+00:00"))
    told["later"] = ids_of(collection.get_objects(added_after=middle, limit=1000))
    told["status"] = status_of(collection.add_objects({"objects": sent["good"] + sent["bad"]}))
    told["large"] = status_of(collection.add_objects({"objects": sent["large"]}, wait_for_completion=True, poll_interval=0.2))
    told["after"] = ids_of({"objects": objects_of(as_pages(collection.get_objects, per_request=100))})
    collection.delete_object(sent["good"][0]["id"])
    told["deleted"] = refusal_of(lambda: collection.get_object(sent["good"][0]["id"]))
    told["of_another"] = refusal_of(lambda: collection.delete_object(told["whole"][0]))
    readable = next(one for one in root.collections if one.alias == "bulletins")
    told["not_writable"] = refusal_of(lambda: readable.add_objects({"objects": sent["good"]}))
    told["wrong_password"] = refusal_of(lambda: Server(url, user=user, password="x" + password).title)
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
