"""ex2-2: HTML 기본 태그와 CSS를 연습한다.

코드는 ex2와 같다. 달라진 것은 templates/index.html과 새로 생긴 static 폴더다.
"""

from flask import Flask, render_template

app = Flask(__name__)


@app.route("/")
def home():
    # 그림과 스타일시트는 여기서 보내지 않는다. static 폴더에 넣어 두면
    # Flask가 /static/... 주소로 알아서 내보낸다.
    return render_template("index.html")
