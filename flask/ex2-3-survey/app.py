"""ex2-3: 폼으로 데이터를 보내고 받는다."""

from uuid import uuid4

from flask import Flask, abort, redirect, render_template, request, url_for

app = Flask(__name__)

FOODS = ["라면", "김밥", "떡볶이", "비빔밥", "치킨", "피자"]

# 답을 모아 두는 딕셔너리다. 메모리에만 있으므로 서버를 끄면 사라진다.
answers = {}


@app.route("/")
def home():
    return render_template("form.html", foods=FOODS, form={}, error=None)


# POST 요청만 받는다. 주소창에 적어서 열면(GET) Flask가 405로 답한다.
@app.route("/submit", methods=["POST"])
def submit():
    # 폼에 없는 칸을 꺼내려고 하면 Flask가 400으로 답한다.
    name = request.form["name"]
    age = read_age(request.form["age"])
    food = request.form["food"]

    # 잘못 적은 칸이 있으면 적은 내용을 살려서 같은 폼을 다시 보여 준다.
    is_name = name.strip() != "" and len(name) <= 100
    if not is_name or age is None or food not in FOODS:
        error = "이름은 100자까지, 나이는 0부터 150까지의 숫자로 적습니다."
        page = render_template(
            "form.html", foods=FOODS, form=request.form, error=error
        )
        return page, 400

    # 결과의 주소는 짐작할 수 없는 글자로 만든다. 남의 답을 볼 수 없다.
    answer_id = str(uuid4())
    answers[answer_id] = {"name": name, "age": age, "food": food}

    # 결과 주소로 가라고 답한다. 새로 고쳐도 폼이 다시 제출되지 않는다.
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
