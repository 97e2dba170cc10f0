"""Do short forms become words, and does our regression find what scikit-learn's finds?"""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse
from sklearn.linear_model import LogisticRegression

from engine.components.regression import regress
from engine.components.spelling import spelled_out


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("vcs tao me cobrando algo q ja matei", "vocês estão me cobrando algo que ja matei"),
        ("n qro + vc aki, blz?", "não qro + você aqui, beleza?"),
        ("u cant txt me rn pls", "you can't text me right now please"),
        ("siiiim", "siim"),
        ("I’m DEAF", "i'm deaf"),
        ("", ""),
        ("12/10", "12/10"),
    ],
)  # fmt: skip
def test_short_forms_are_spelled_out_in_their_language(written, meant):
    assert spelled_out(written) == meant


def test_what_is_short_in_one_language_is_left_alone_in_the_other():
    assert spelled_out("the d and the c of my id") == "the d and the c of my id"
    assert "you" not in spelled_out("u conta não é minha")


def test_the_regression_is_that_of_scikit_learn():
    random = np.random.default_rng(3)
    classes = np.repeat([0, 1, 2], [80, 40, 20])
    dense = (np.eye(3)[classes] + random.normal(scale=0.8, size=(140, 3))).astype(np.float32)
    sparse = scipy.sparse.random(140, 30, density=0.2, format="csr", random_state=4)
    sparse = sparse.astype(np.float32)
    weights = regress(sparse, dense, classes, 2.0)
    theirs = LogisticRegression(C=2.0, class_weight="balanced", max_iter=1000, tol=1e-6)
    both = scipy.sparse.hstack([sparse, dense]).tocsr()
    chances = theirs.fit(both, classes).predict_proba(both)
    scores = both @ weights[:-1] + weights[-1]
    ours = np.exp(scores - scores.max(axis=1, keepdims=True))
    ours /= ours.sum(axis=1, keepdims=True)
    assert np.abs(ours - chances).max() < 0.02
    warm = regress(sparse, dense, classes, 2.0, weights)
    assert np.abs(warm - weights).max() < 0.05
