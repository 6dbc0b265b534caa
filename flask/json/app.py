"""JSON: 데이터를 주고받는 텍스트 형식."""

import json

from flask import Flask, render_template, request

app = Flask(__name__)

# 파이썬의 딕셔너리다. 참과 거짓을 True, False로 쓰는 것이 JSON과 다르다.
person = {
    "name": "Park Jonggyu",
    "age": 19,
    "isStudent": False,
    "address": {"street": "Chungryeol-ro", "city": "Busan"},
    "phoneNumbers": ["010-1234-5678", "070-0000-9999"],
}

# dumps는 객체를 JSON 문자열로 바꾸고, loads는 문자열을 객체로 되돌린다.
# 이름 끝의 s는 string(문자열)이라는 뜻이다.
json_string = json.dumps(person)
json_obj = json.loads(json_string)


@app.route("/")
def home():
    city = json_obj["address"]["city"]
    return render_template("index.html", text=json_string, city=city)


@app.route("/", methods=["POST"])
def check():
    text = request.form["text"]
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        # error에는 무엇이(msg) 어느 줄, 몇 번째 글자에서 틀렸는지가 들어 있다.
        return render_template("mistake.html", text=text, error=error), 400

    return render_template(
        "value.html",
        kind=type(value).__name__,
        text=json.dumps(value, indent=2),
    )
