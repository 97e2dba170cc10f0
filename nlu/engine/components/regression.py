"""Which weights explain the examples best? Multinomial logistic regression on features that are
partly sparse (words, characters) and partly dense (meaning).

The same objective as scikit-learn's LogisticRegression with balanced classes and L2 penalty, by
SciPy's L-BFGS. Ours, because scikit-learn wants one matrix: the dense half made sparse costs four
times the time (docs/decisions/0019), and an administrator waits for it.
"""

from __future__ import annotations

from typing import Any, Optional

import numpy as np

_ITERATIONS = 50  # twice: learning from all begins where learning from most has ended
_GRADIENT = 1e-3


def regress(
    sparse: Any,
    dense: np.ndarray,
    classes: np.ndarray,
    strength: float,
    start: Optional[np.ndarray] = None,
) -> np.ndarray:
    """Weights with one row a feature (sparse, dense, constant) and one column a class.

    `classes` holds numbers from 0; `strength` is the inverse of the penalty; `start` are weights
    to begin from.
    """
    from scipy.optimize import minimize

    count = int(classes.max()) + 1
    shape = (sparse.shape[1] + dense.shape[1] + 1, count)
    truth = np.eye(count, dtype=np.float32)[classes]
    shares = np.bincount(classes, minlength=count)
    weight = (len(classes) / (count * shares))[classes].astype(np.float32)[:, None]
    transposed = sparse.T.tocsr()
    middle, last = sparse.shape[1], shape[0] - 1

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.astype(np.float32).reshape(shape)
        scores = sparse @ weights[:middle] + dense @ weights[middle:last] + weights[last]
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        likely = np.log((chances * truth).sum(axis=1, keepdims=True) + 1e-12)
        error = (chances - truth) * weight
        slope = np.empty_like(weights)
        slope[:middle] = transposed @ error
        slope[middle:last] = dense.T @ error
        slope[last] = error.sum(axis=0)
        slope[:last] += weights[:last] / strength
        penalty = float((weights[:last] ** 2).sum(dtype=np.float64)) / (2 * strength)
        return penalty - float((weight * likely).sum(dtype=np.float64)), slope.ravel().astype(float)

    begin = np.zeros(shape) if start is None else start
    options = {"maxiter": _ITERATIONS, "gtol": _GRADIENT}
    found = minimize(loss, begin.ravel(), jac=True, method="L-BFGS-B", options=options)
    return found.x.reshape(shape).astype(np.float32)
