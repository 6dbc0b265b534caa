"""ex5: 사용자를 MySQL에 두는 REST API.

ex4와 같은 API이고 사용자를 두는 곳만 다르다. 프론트가 없으므로 검사할 때도
npm run check ex4로 한다. 프론트는 ex4-2의 것을 그대로 쓴다. 테이블 users는
과정의 서버가 만든 것을 쓴다. 가상환경에는 pymysql도 설치한다.
이 서버는 내부 포트에서 실행한다. flask --app app.py run -p 25001
"""

import os

import pymysql
from flask import Flask, request

app = Flask(__name__)


# 데이터베이스에 접속한다. 15001 자리에는 본인의 포트를 적는다.
def connect():
    return pymysql.connect(
        host=os.environ.get("DB_HOST", "127.0.0.1"),
        port=int(os.environ.get("DB_PORT", "3306")),
        user=os.environ.get("DB_USER", "student_15001"),
        password=os.environ.get("DB_PASSWORD", "student_15001"),
        database=os.environ.get("DB_NAME", "student_15001"),
        autocommit=True,
        # 행 하나를 {"id": 1, "name": "Kim", "age": 21}처럼 받는다.
        cursorclass=pymysql.cursors.DictCursor,
    )


# with를 벗어나면 커서와 접속이 자동으로 닫힌다.
@app.route("/api/users")
def list_users():
    with connect() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT id, name, age FROM users ORDER BY id")
        return list(cursor.fetchall())


# 값을 SQL 문자열에 직접 이어 붙이지 않는다. %s 자리에 넣을 값을 execute에 따로
# 건네면, PyMySQL이 따옴표 같은 글자를 안전하게 바꾸어 SQL에 넣는다.
@app.route("/api/user/<int:user_id>")
def find_user(user_id):
    with connect() as connection, connection.cursor() as cursor:
        sql = "SELECT id, name, age FROM users WHERE id = %s"
        cursor.execute(sql, (user_id,))
        return cursor.fetchone() or no_user(user_id)


# 새 id는 데이터베이스가 정하고, lastrowid로 알려 준다.
@app.route("/api/user", methods=["POST"])
def add_user():
    data = read_user()
    if data is None:
        return bad_user()
    with connect() as connection, connection.cursor() as cursor:
        sql = "INSERT INTO users (name, age) VALUES (%s, %s)"
        cursor.execute(sql, (data["name"], data["age"]))
        user = {"id": cursor.lastrowid, **data}
    return user, 201, {"Location": f"/api/user/{user['id']}"}


# 바뀐 행의 수로는 사용자가 있는지 알 수 없다. 같은 값으로 바꾸면 0이다.
# 그래서 바꾼 뒤에 다시 조회한 것으로 응답한다.
@app.route("/api/user/<int:user_id>", methods=["PUT"])
def change_user(user_id):
    data = read_user()
    if data is None:
        return bad_user()
    with connect() as connection, connection.cursor() as cursor:
        sql = "UPDATE users SET name = %s, age = %s WHERE id = %s"
        cursor.execute(sql, (data["name"], data["age"], user_id))
    return find_user(user_id)


@app.route("/api/user/<int:user_id>", methods=["DELETE"])
def remove_user(user_id):
    with connect() as connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM users WHERE id = %s", (user_id,))
        if cursor.rowcount == 0:
            return no_user(user_id)
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
