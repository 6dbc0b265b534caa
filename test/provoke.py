"""What beginners do wrong in Python: prints the errors as JSON, by entry."""

import json
import sys
import traceback

import flask
import pymysql
import requests

port = sys.argv[1]  # Nobody listens there.
render = flask.render_template_string
app = flask.Flask("clinic")
app.testing = True
said = {}


def note(entry, wrong):
    try:
        wrong()
    except Exception as error:
        lines = traceback.format_exception(type(error), error, error.__traceback__)
        said[entry] = "".join(lines)


def read_empty():
    response = requests.Response()
    response.status_code = 204
    response._content = b""
    return response.json()


app.add_url_rule("/", "about", lambda: None)
app.add_url_rule("/page", "page", lambda: flask.render_template("index.html"))
app.add_url_rule("/link", "link", lambda: flask.url_for("reslut"))
app.add_url_rule("/name", "name", lambda: flask.request.form["name"])
app.add_url_rule("/hello/<name>", "hello", lambda nmae: nmae)
app.add_url_rule("/values", "values", lambda: render("{{ user.name }}"))
app.add_url_rule("/broken", "broken", lambda: render("{% for food in %}"))
note("endpoint-twice", lambda: app.add_url_rule("/x", "about", lambda: ""))
client = app.test_client()
note("no-response", lambda: client.get("/"))
note("template-not-found", lambda: client.get("/page"))
note("build-error", lambda: client.get("/link"))
note("bad-request-key", lambda: client.get("/name"))

note("route-argument", lambda: client.get("/hello/kang"))
note("jinja-undefined", lambda: client.get("/values"))
note("template-syntax", lambda: client.get("/broken"))
note("flask-name", lambda: flask.Flask())
note("import-name", lambda: exec("from flask import render_templete"))
note("name-error", lambda: exec("render_template('index.html')"))
note("type-concat", lambda: "1" + 2)
note("type-concat", lambda: 1 + "2")
note("int-literal", lambda: int("abc"))
note("none-type", lambda: {}.get("user")["name"])
note("index-range", lambda: [][3])
note("not-serializable", lambda: json.dumps(b"x"))
note("cursor-arguments", lambda: "id = 1" % ("x",))

note("max-retries", lambda: requests.get(f"http://127.0.0.1:{port}/api/users"))
note("no-scheme", lambda: requests.get("/api/users"))
note("json-decode", read_empty)
note("key-error", lambda: {"name": "Kang"}["age"])
note("flask-context", lambda: flask.request.form)
note("flask-context", lambda: flask.url_for("about"))
note("unbound-local", lambda: exec("def f():\n users += 1\nf()"))
note("status-ignored", lambda: [user["id"] for user in {"status": 404}])

note("2003", lambda: pymysql.connect(host="127.0.0.1", port=int(port)))
note("2005", lambda: pymysql.connect(host="db.invalid"))

note("slash-comment", lambda: compile("run(port=1) // 포트 번호", "a.py", "exec"))
note("indentation", lambda: compile("def a():\nreturn 1", "a.py", "exec"))
note("cp949", lambda: b"\xed\x8f\xac\xed".decode("cp949"))
print(json.dumps(said))
