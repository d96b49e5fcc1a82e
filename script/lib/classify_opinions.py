"""Learns opinions with jieba and scikit-learn's linear SVM, and says how long that took: what `linli opinions classify` is held against.

classify_opinions.py TRAIN.csv TEST.csv words|characters: columns text and label.
"""

import csv
import json
import logging
import sys
import time

import jieba
import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

csv.field_size_limit(1 << 24)
jieba.setLogLevel(logging.ERROR)
jieba.initialize()


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        both = [(row["text"], row["label"]) for row in csv.DictReader(file)]
    return [text for text, _ in both], [label for _, label in both]


def words(text):
    return [word for word in jieba.cut(text) if word.strip()]


def vectors(kind):
    if kind == "characters":
        return TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True, min_df=2)
    return TfidfVectorizer(tokenizer=words, token_pattern=None, sublinear_tf=True, min_df=2)


(texts, labels), (asked, known) = rows(sys.argv[1]), rows(sys.argv[2])
pipeline = make_pipeline(vectors(sys.argv[3]), LinearSVC())
started = time.perf_counter()
pipeline.fit(texts, labels)
learning = time.perf_counter() - started
started = time.perf_counter()
answers = pipeline.predict(asked)
answering = time.perf_counter() - started
macro = f1_score(known, answers, average="macro")
print(json.dumps({"learning": learning, "answering": answering, "macro_f1": macro, "version": sklearn.__version__}))
