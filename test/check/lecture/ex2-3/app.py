from flask import Flask, render_template, request

app = Flask(__name__)


@app.route("/", methods=["GET", "POST"])
def home():
    if request.method == "POST":
        return render_template(
            "result.html",
            username=request.form["username"],
            userage=request.form["userage"],
            favorite=request.form["favorite"],
        )
    return render_template("form.html")
