"""Reads every cell of a workbook with openpyxl, and says how long that took: what `linli import` is held against."""

import json
import sys
import time

import openpyxl


def seconds(path, read_only):
    started = time.perf_counter()
    book = openpyxl.load_workbook(path, read_only=read_only)
    cells = sum(len(row) for row in book.worksheets[0].iter_rows(values_only=True))
    return cells, time.perf_counter() - started


cells, streaming = seconds(sys.argv[1], True)
_, whole = seconds(sys.argv[1], False)
print(json.dumps({"cells": cells, "read_only": streaming, "whole": whole, "version": openpyxl.__version__}))
