"""ex3: 라우팅. 주소와 함수를 연결한다."""

from flask import Flask, render_template

app = Flask(__name__)


# 기본 주소다.
@app.route("/")
def home():
    return "🏠 이것은 메인 페이지입니다."


# 정적 라우트: 주소가 글자 그대로 같을 때만 호출된다.
@app.route("/about")
def about():
    return "📄 이 페이지는 About 페이지입니다."


# 동적 라우트: <name> 자리에 온 글자가 함수의 매개변수 name으로 들어온다.
# '/'는 이름에 들어가지 못하므로 /hello/a/b는 404가 된다.
@app.route("/hello/<name>")
def hello(name):
    return render_template("hello.html", name=name)
