"""Stand-ins for web, worker and engine: they answer /health, or just live; as commands they end."""

import http.server
import json
import os
import pathlib
import sys
import time


class Health(http.server.BaseHTTPRequestHandler):
    asked = 0

    def do_GET(self):
        if self.path == "/ready":
            self.say_whether_ready()
            return
        wanted = os.environ.get("GOODFAITH_ENGINE_SECRET") if sys.argv[1] == "engine" else None
        fits = wanted is None or self.headers.get("X-Goodfaith-Secret") == wanted
        self.send_response(200 if fits else 403)
        self.end_headers()

    def say_whether_ready(self):
        """As the web does till the worker has registered: 503 for the first FAKE_LATE times."""
        Health.asked += 1
        late = Health.asked <= int(os.environ.get("FAKE_LATE", "0"))
        self.send_response(503 if late else 200)
        self.end_headers()
        self.wfile.write(json.dumps({"jobs": "down" if late else "ok"}).encode())
        places = pathlib.Path(os.environ["GOODFAITH_DATA"])
        (places / "ready.asked").write_text(str(Health.asked))

    def log_message(self, *args):
        pass


def main():
    name = {"serve": "web"}.get(sys.argv[1], sys.argv[1])
    if name == "channels":
        print("https://t.me/fake_bot?start=token")
        return None
    if name == "demo-data":
        print(json.dumps({"logins": [{"login": "ana", "password": "x", "role": "agent"}]}))
        return 0
    if os.environ.get("FAKE_BROKEN") == name:
        print("the roof is on fire", flush=True)
        return 3
    places = pathlib.Path(os.environ.get("GOODFAITH_DATA") or os.environ["XDG_FAKE"])
    (places / f"{name}.env").write_text(json.dumps(dict(os.environ)))
    (places / f"{name}.pid").write_text(str(os.getpid()))
    if name == "worker":
        time.sleep(600)
        return 0
    port = int(sys.argv[2] if name == "engine" else os.environ["PORT"])
    http.server.HTTPServer(("127.0.0.1", port), Health).serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
