"""Writes the tables for the XGBoost test models into a directory: what they are trained on (the label, then the features) and, in `*-rows.csv`, the
rows that they predict (a header, then the features). An empty cell is a missing value.

Run:  python make_xgboost_data.py DIRECTORY
Needs: numpy, scikit-learn
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine


def text(cell):
    return "" if np.isnan(cell) else repr(round(float(cell), 4))


def write(path, rows, header=None):
    with open(path, "w") as file:
        if header:
            file.write(",".join(header) + "\n")
        for row in rows:
            file.write(",".join(text(cell) for cell in row) + "\n")


def tables(out, name, names, features, labels, count, holes=0.0):
    """Rows to predict are the data set's own, shuffled and moved by a little noise, so that they fall between the training rows."""
    random = np.random.default_rng(7)
    trained = np.where(random.random(features.shape) < holes, np.nan, features)
    write(out / f"{name}.csv", np.column_stack([labels, trained]))
    chosen = features[random.integers(0, len(features), count)]
    chosen = chosen + random.normal(size=chosen.shape) * features.std(axis=0) * 0.1
    write(out / f"{name}-rows.csv", np.where(random.random(chosen.shape) < holes, np.nan, chosen), names)


def main():
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    cancer = load_breast_cancer()
    names = [name.replace(" ", "_") for name in cancer.feature_names[:8]]
    tables(out, "binary", names, cancer.data[:, :8], cancer.target, 1000, holes=0.15)
    wine = load_wine()
    tables(out, "classes", [f"measure_{i}" for i in range(13)], wine.data, wine.target, 100)
    diabetes = load_diabetes(scaled=False)
    tables(out, "regression", list(diabetes.feature_names), diabetes.data, diabetes.target, 100)


if __name__ == "__main__":
    main()
