"""ex1: 가장 작은 웹 서버를 Flask로 만든다.

이 폴더에서 flask --app app.py run -p 15001을 실행하면 켜진다.
"""

from flask import Flask

app = Flask(__name__)


# @app.route는 바로 아래의 함수를 주소와 잇는다. 브라우저가 GET / 요청을 보낼
# 때마다 home이 불리고, 돌려준 문자열이 그대로 응답의 본문이 된다.
@app.route("/")
def home():
    return "Hello, Flask!"
