"""ex4-2: API 서버(ex4)를 호출하는 프론트 서버.

이 서버는 사용자를 저장하지 않는다. API를 호출하고, 받은 JSON을 HTML로 바꾼다.
가상환경에는 flask와 함께, 다른 서버를 호출하는 requests도 설치한다.
"""

import os

import requests
from flask import Flask, abort, redirect, render_template, request, url_for

app = Flask(__name__)

# API 서버의 주소다. 환경 변수로 정하지 않으면 내부 포트의 ex4를 호출한다.
API_URL = os.environ.get("API_URL", "http://127.0.0.1:25001")


@app.route("/")
def home():
    return render_template("list.html", users=call("GET", "/api/users").json())


@app.route("/new")
def new():
    return render_template("form.html", user={}, error=None)


@app.route("/new", methods=["POST"])
def add():
    return finish(call("POST", "/api/user", read_form()))


# 추가와 같은 폼에, 지금의 이름과 나이를 채워서 보여 준다.
@app.route("/<int:user_id>/edit")
def edit(user_id):
    user = call("GET", f"/api/user/{user_id}").json()
    return render_template("form.html", user=user, error=None)


@app.route("/<int:user_id>/edit", methods=["POST"])
def change(user_id):
    return finish(call("PUT", f"/api/user/{user_id}", read_form()))


# 링크를 여는 것만으로 지워지면 안 되므로, 먼저 묻고 폼(POST)으로 지운다.
@app.route("/<int:user_id>/delete")
def ask(user_id):
    user = call("GET", f"/api/user/{user_id}").json()
    return render_template("delete.html", user=user)


@app.route("/<int:user_id>/delete", methods=["POST"])
def remove(user_id):
    return finish(call("DELETE", f"/api/user/{user_id}"))


# API 서버가 꺼져 있거나 응답이 이상하면 requests가 예외를 던진다.
@app.errorhandler(requests.RequestException)
def api_away(error):
    return render_template("away.html", api_url=API_URL), 502


# API를 호출한다. 없는 사용자이면 이 서버도 404로 응답한다.
def call(method, path, user=None):
    answer = requests.request(method, API_URL + path, json=user, timeout=2)
    if answer.status_code == 404:
        abort(404)
    # 400은 finish가 다룬다. 그 밖의 오류는 예외가 되어 api_away로 간다.
    if answer.status_code != 400:
        answer.raise_for_status()
    return answer


# API가 받아들였으면 목록으로, 거절했으면 다시 폼으로 간다.
def finish(answer):
    if answer.status_code == 400:
        data = answer.json()
        reasons = [one["detail"] for one in data.get("errors", [])]
        error = " ".join(reasons) or data["detail"]
        page = render_template("form.html", user=request.form, error=error)
        return page, 400
    return redirect(url_for("home"), code=303)


# 폼의 두 칸을 읽는다. 나이는 정수로 바꾸고, 안 되면 그대로 둔다.
def read_form():
    name = request.form["name"]
    age = request.form["age"]
    # 나이가 옳은지는 API가 판단한다. 여기서는 문자열을 숫자로 바꾸기만 한다.
    try:
        age = int(age)
    except ValueError:
        pass
    return {"name": name, "age": age}
