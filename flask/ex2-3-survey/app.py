"""ex2-3: 폼으로 데이터를 보내고 받는다."""

from hashlib import sha256
from uuid import uuid4

from flask import Flask, abort, redirect, render_template, request, url_for

app = Flask(__name__)

FOODS = ["라면", "김밥", "떡볶이", "비빔밥", "치킨", "피자"]

# 답변을 모아 두는 딕셔너리다. 메모리에만 있으므로 서버를 종료하면 사라진다.
answers = {}


# 빈 폼을 보여 준다. 폼마다 아무도 짐작할 수 없는 열쇠(key)를 숨겨 둔다.
@app.route("/")
def home():
    form = {"key": str(uuid4())}
    return render_template("form.html", foods=FOODS, form=form, error=None)


# POST 요청만 받는다. 주소창에 입력해서 열면(GET) Flask가 405로 응답한다.
@app.route("/submit", methods=["POST"])
def submit():
    # 폼에 없는 칸을 꺼내려고 하면 Flask가 400으로 응답한다.
    name = request.form["name"]
    age = read_age(request.form["age"])
    food = request.form["food"]

    # 잘못된 칸이 있으면 입력한 내용을 살려서 같은 폼을 다시 보여 준다.
    is_name = name.strip() != "" and len(name) <= 100
    if not is_name or age is None or food not in FOODS:
        error = "이름은 100자까지, 나이는 0부터 150까지의 숫자로 입력합니다."
        page = render_template(
            "form.html", foods=FOODS, form=request.form, error=error
        )
        return page, 400

    # 결과의 주소는 열쇠에서 계산한 해시다. 두 번 제출해도 답변은 하나로 남고,
    # 결과 주소를 본 사람이 열쇠를 알아내어 남의 답변을 바꾸지는 못한다.
    key = request.form.get("key") or str(uuid4())
    answer_id = sha256(key.encode()).hexdigest()[:32]
    answers[answer_id] = {"name": name, "age": age, "food": food}

    # 결과 주소로 이동하라고 응답한다. 새로 고쳐도 다시 제출되지 않는다.
    return redirect(url_for("result", answer_id=answer_id), code=303)


@app.route("/result/<answer_id>")
def result(answer_id):
    if answer_id not in answers:
        abort(404)
    return render_template("result.html", answer=answers[answer_id])


@app.route("/tally")
def tally():
    counts = {food: 0 for food in FOODS}
    for answer in answers.values():
        counts[answer["food"]] += 1
    return render_template("tally.html", counts=counts)


# 나이를 정수로 바꾼다. 0부터 150까지의 숫자가 아니면 None이다.
def read_age(text):
    try:
        age = int(text)
    except ValueError:
        return None
    return age if 0 <= age <= 150 else None
