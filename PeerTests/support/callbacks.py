"""The requests that a gateway makes of its customer: reports and messages that came."""

import http.server
import threading
import urllib.parse


class Callbacks:
    """A server on loopback; `called(path, fields)` for each GET."""

    def __init__(self, called, answer=b"", encoding="utf-8"):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                path, _, query = self.path.partition("?")
                fields = urllib.parse.parse_qs(query, keep_blank_values=True, encoding=encoding)
                called(path, {name: values[0] for name, values in fields.items()})
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
