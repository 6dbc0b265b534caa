"""ex1: 가장 작은 웹 서버를 Flask로 만든다.

이 디렉터리에서 flask --app app.py run -p 15001 명령을 실행한다. 15001
자리에는 본인에게 할당된 포트를, 과정이 그 포트를 쓰고 있으면 내부 포트를 적는다.
"""

from flask import Flask

app = Flask(__name__)


# @app.route는 바로 아래의 함수를 주소와 연결한다. GET / 요청이 올 때마다 home이
# 호출되고, 반환한 문자열이 그대로 응답의 본문이 된다.
@app.route("/")
def home():
    return "Hello, Flask!"
