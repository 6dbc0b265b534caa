from flask import Flask, jsonify, request

app = Flask(__name__)

users = [
    {"id": 1, "name": "Kim", "age": 21},
    {"id": 2, "name": "Lee", "age": 22},
]


@app.route("/api/users", methods=["GET"])
def get_users():
    return jsonify(users)


@app.route("/api/user/<int:user_id>", methods=["GET"])
def get_user(user_id):
    user = next((u for u in users if u["id"] == user_id), None)
    if user:
        return jsonify(user)
    return jsonify({"error": "User not found"}), 404


@app.route("/api/user", methods=["POST"])
def add_user():
    new_user = request.get_json()
    new_user["id"] = max((u["id"] for u in users), default=0) + 1
    users.append(new_user)
    return jsonify(new_user)


@app.route("/api/user/<int:user_id>", methods=["PUT"])
def update_user(user_id):
    user = next((u for u in users if u["id"] == user_id), None)
    if not user:
        return jsonify({"error": "User not found"}), 404
    user.update(request.get_json())
    return jsonify(user)


@app.route("/api/user/<int:user_id>", methods=["DELETE"])
def delete_user(user_id):
    global users
    if not any(u["id"] == user_id for u in users):
        return jsonify({"error": "User not found"}), 404
    users = [u for u in users if u["id"] != user_id]
    return jsonify({"message": "User deleted"})
