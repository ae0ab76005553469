"""When is high water? A small JSON service over a table of predictions."""

import os

import psycopg2
from flask import Flask, abort, jsonify

app = Flask(__name__)

NEXT_HIGH_WATER = """
    SELECT moment, metres FROM predictions
    WHERE harbour = %s AND is_high AND moment > now() ORDER BY moment LIMIT 1
"""


@app.get("/harbours/<harbour>/high-water")
def high_water(harbour):
    with psycopg2.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute(NEXT_HIGH_WATER, (harbour,))
        row = cursor.fetchone()
    if row is None:
        abort(404)
    return jsonify(moment=row[0].isoformat(), metres=float(row[1]))
