"""Runs medallion on a free port of this machine with the configuration named; prints the port, then serves until it is killed."""

import json
import socket
import sys

from medallion import application_instance, register_blueprints, set_config


def main(path):
    with open(path, encoding="utf-8") as file:
        configuration = json.load(file)
    for part in ("users", "taxii", "backend"):
        set_config(application_instance, part, configuration)
    register_blueprints(application_instance)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    print(port, flush=True)
    application_instance.run(host="127.0.0.1", port=port)


if __name__ == "__main__":
    main(*sys.argv[1:])
