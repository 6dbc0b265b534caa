"""ex4: 사용자를 관리하는 REST API.

ex4-2와 함께 쓸 때는 내부 포트에서 실행한다. flask --app app.py run -p 25001
"""

from itertools import count

from flask import Flask, request

app = Flask(__name__)

# 사용자를 메모리에 둔다. 서버를 종료하면 처음의 세 사람으로 돌아간다.
users = {
    1: {"id": 1, "name": "Kim", "age": 21},
    2: {"id": 2, "name": "Lee", "age": 22},
    3: {"id": 3, "name": "Park", "age": 23},
}
# next(ids)는 호출할 때마다 4, 5, 6, ...을 반환한다. 지운 id는 다시 쓰지 않는다.
ids = count(4)


# 딕셔너리나 리스트를 반환하면 Flask가 JSON으로 바꾸어 보낸다.
@app.route("/api/users")
def list_users():
    return list(users.values())


# 주소에 적힌 id는 정수가 되어 user_id로 들어온다.
@app.route("/api/user/<int:user_id>")
def find_user(user_id):
    if user_id not in users:
        return no_user(user_id)
    return users[user_id]


# 만들었다는 뜻의 201과, 새 사용자의 주소를 알리는 헤더를 함께 반환한다.
@app.route("/api/user", methods=["POST"])
def add_user():
    data = read_user()
    if data is None:
        return bad_user()
    user = {"id": next(ids), **data}
    users[user["id"]] = user
    return user, 201, {"Location": f"/api/user/{user['id']}"}


# name과 age를 모두 받아서 통째로 바꾼다.
@app.route("/api/user/<int:user_id>", methods=["PUT"])
def change_user(user_id):
    data = read_user()
    if data is None:
        return bad_user()
    if user_id not in users:
        return no_user(user_id)
    users[user_id] = {"id": user_id, **data}
    return users[user_id]


# 응답에 담을 내용이 없으므로 본문은 비우고 204로 응답한다.
@app.route("/api/user/<int:user_id>", methods=["DELETE"])
def remove_user(user_id):
    if user_id not in users:
        return no_user(user_id)
    del users[user_id]
    return "", 204


# 본문의 JSON에서 name과 age를 읽는다. 쓸 수 없으면 None이다.
def read_user():
    data = request.get_json()
    try:
        name = data["name"]
        # 20도 "20"도 정수 20이 된다. 20.5나 "스물"이면 ValueError가 난다.
        age = int(str(data["age"]))
    except (KeyError, TypeError, ValueError):
        return None
    is_name = isinstance(name, str) and name.strip() != ""
    if not is_name or len(name) > 100 or not 0 <= age <= 150:
        return None
    return {"name": name, "age": age}


def bad_user():
    detail = "이름(1~100자)과 나이(0~150)를 모두 보내야 합니다."
    return {"detail": detail}, 400


def no_user(user_id):
    return {"detail": f"{user_id}번 사용자가 없습니다."}, 404
