"""The answers of bare.ts from Flask; gunicorn runs it, with threads."""

import json
import os
import threading
from urllib.parse import urlsplit

import pymysql
from flask import Flask, Response

app = Flask(__name__)
answers = json.loads(os.environ['ANSWERS'])
database = urlsplit(os.environ.get('DB_URL', ''))
local = threading.local()


def find_body(path):
    if not database.hostname or '/user/' not in path:
        return answers[path]['body']
    if not hasattr(local, 'connection'):
        local.connection = pymysql.connect(
            host=database.hostname,
            port=database.port,
            user=database.username,
            password=database.password or '',
            database=database.path[1:],
            autocommit=True,
            cursorclass=pymysql.cursors.DictCursor,
        )
    with local.connection.cursor() as cursor:
        cursor.execute('select id, name, age from users where id = %s', (1,))
        row = cursor.fetchone()
    return json.dumps(row, ensure_ascii=False, separators=(',', ':'))


def add(path):
    @app.get(path, endpoint=path)
    def answer():
        return Response(find_body(path), headers=answers[path]['headers'])


for known in answers:
    add(known)
