"""Writes `expected.csv` and `model.yaml` of the XGBoost test models. The predictions are worked out here, from the trees that stand in the models' JSON
and without XGBoost, and then held against those of XGBoost's own library, which BoosterTraining has written beside the tables.

Run:  python xgboost_expected.py DIRECTORY
      where DIRECTORY holds what make_xgboost_data.py and BoosterTraining wrote
Needs: numpy
"""

import csv
import json
import sys
from pathlib import Path

import numpy as np

MODELS = Path(__file__).resolve().parent.parent / "resources" / "models"
FILES = {"binary": "model.json", "classes": "model.ubj", "regression": "model.json"}


def leaf(tree, row):
    """Where a row ends: below the threshold to the left, NaN where the split says."""
    node = 0
    while tree["left_children"][node] != -1:
        cell = row[tree["split_indices"][node]]
        left = tree["default_left"][node] if np.isnan(cell) else cell < np.float32(tree["split_conditions"][node])
        node = tree["left_children"][node] if left else tree["right_children"][node]
    return np.float32(tree["split_conditions"][node])


def predict(learner, rows):
    model = learner["gradient_booster"]["model"]
    parameters = learner["learner_model_param"]
    objective = learner["objective"]["name"]
    base = np.float32(parameters["base_score"])
    if objective == "binary:logistic":
        base = -np.log(np.float32(1) / base - np.float32(1))
    margins = np.full((len(rows), max(1, int(parameters["num_class"]))), base, np.float32)
    for tree, group in zip(model["trees"], model["tree_info"]):
        for i, row in enumerate(rows):
            margins[i, group] += leaf(tree, row)
    if objective == "binary:logistic":
        return 1 / (1 + np.exp(-margins))
    if objective == "multi:softprob":
        powers = np.exp(margins - margins.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)
    assert objective == "reg:squarederror", objective
    return margins


def main():
    work = Path(sys.argv[1])
    for name, file in FILES.items():
        with open(work / f"{name}-rows.csv") as table:
            header, *cells = csv.reader(table)
        rows = np.array([[float(cell) if cell else np.nan for cell in line] for line in cells], np.float32)
        learner = json.loads((work / f"{name}.json").read_text())["learner"]
        predictions = predict(learner, rows)
        native = np.loadtxt(work / f"{name}.native", dtype=np.float32).reshape(predictions.shape)
        print(name, predictions.shape, "largest difference to XGBoost's own", np.abs(native - predictions).max())
        directory = MODELS / f"xgboost-{name}"
        columns = [f"probability_{k}" for k in range(predictions.shape[1])] if name == "classes" else ["prediction"]
        with open(directory / "expected.csv", "w", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(header + columns)
            for line, prediction in zip(cells, predictions):
                writer.writerow([cell or "NaN" for cell in line] + [str(value) for value in prediction])
        missing = "    missing: nan\n" if any("" in line for line in cells) else ""
        (directory / "model.yaml").write_text(
            f'name: xgboost-{name}\nversion: "1"\nfile: {file}\ninputs:\n  - tensor: features\n{missing}'
            f"    features: [{', '.join(header)}]\n"
        )


if __name__ == "__main__":
    main()
