"""ex2: HTML을 코드에서 떼어 내어 templates 폴더에 둔다."""

from flask import Flask, render_template

app = Flask(__name__)


@app.route("/")
def home():
    # 파일의 이름만 적는다. Flask는 app.py 옆의 templates 폴더에서 찾는다.
    return render_template("index.html")
