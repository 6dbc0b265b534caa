"""ex3-2: 주소로 계산하고, 404 페이지를 직접 만든다."""

from flask import Flask, render_template

app = Flask(__name__)


@app.route("/")
def home():
    return "🧮 숫자를 더하려면 /add/숫자1/숫자2 경로로 접속하세요."


# <int:a>는 숫자만 받고, 정수로 바꾸어 준다. -1이나 x가 오면 404가 된다.
# 파이썬의 정수는 자릿수에 제한이 없어서 아주 큰 수도 정확히 더한다.
@app.route("/add/<int:a>/<int:b>")
def add(a, b):
    return render_template("result.html", a=a, b=b, result=a + b)


# 없는 주소에 응답할 때마다 호출된다. 두 번째 값 404를 빠뜨리면 200(성공)이
# 나가서, 보이는 내용과 어긋난다.
@app.errorhandler(404)
def page_not_found(error):
    return render_template("404.html"), 404
