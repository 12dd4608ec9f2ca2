"""Trains the demo's fraud model on simulated days and writes its model package.

    python sandbox/training/train.py DAYS.csv

DAYS.csv comes from io.streamscorer.sandbox.cards.SimulatedDays; README.md beside this file holds every command. The split follows the
Fraud Detection Handbook, section 5.3: first days to train on, then the 7 days after which a fraud becomes known, then days to test on.
Written into sandbox/model/card-fraud: model.onnx, model.yaml, expected.csv (rows with scikit-learn's own predictions), quality.json.
"""

import argparse
import json
import platform
from pathlib import Path

import numpy
import onnx
import onnxruntime
import pandas
import sklearn
from onnx import TensorProto, helper
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

TRAIN_DAYS = 56
DELAY_DAYS = 7
CARDS_CHECKED_PER_DAY = 100
EXPECTED_ROWS = 200
MAX_DIFFERENCE = 1e-5
CLASSES = ["legitimate", "fraud"]
PACKAGE = Path(__file__).resolve().parent.parent / "model" / "card-fraud"

# The event's fields in the tensor's order, and what stands for null: the handbook takes a terminal without history for one without risk.
FEATURES = {
    "amount": None,
    "during_weekend": None,
    "during_night": None,
    "customer.transactions_1_day": None,
    "customer.transactions_7_days": None,
    "customer.transactions_30_days": None,
    "customer.mean_amount_1_day": None,
    "customer.mean_amount_7_days": None,
    "customer.mean_amount_30_days": None,
    "terminal.transactions_1_day": None,
    "terminal.transactions_7_days": None,
    "terminal.transactions_30_days": None,
    "terminal.risk_1_day": 0,
    "terminal.risk_7_days": 0,
    "terminal.risk_30_days": 0,
}


def tensor(days: pandas.DataFrame) -> numpy.ndarray:
    """The features of each transaction: float32[N, F]."""
    filled = days[list(FEATURES)].fillna({field: value for field, value in FEATURES.items() if value is not None})
    if filled.isna().any(axis=None):
        raise SystemExit(f"Null without a value to stand for it: {filled.columns[filled.isna().any()].tolist()}")
    return filled.to_numpy(numpy.float32)


def train(features: numpy.ndarray, fraud: numpy.ndarray) -> HistGradientBoostingClassifier:
    # Chosen on days 42-55 after training on days 0-34, so not on the test days.
    model = HistGradientBoostingClassifier(
        max_iter=200,
        learning_rate=0.05,
        max_leaf_nodes=15,
        min_samples_leaf=50,
        l2_regularization=5,
        early_stopping=False,
        random_state=0,
    )
    return model.fit(features, fraud)


def float32_not_above(threshold: float) -> float:
    """The largest float32 that is not above the threshold: for every float32 x, x <= it exactly if x <= threshold."""
    rounded = numpy.float32(threshold)
    return float(rounded if rounded <= threshold else numpy.nextafter(rounded, numpy.float32(-numpy.inf)))


def to_onnx(model: HistGradientBoostingClassifier) -> onnx.ModelProto:
    """The graph: trees -> margin -> sigmoid of -margin and margin -> probabilities -> label."""
    nodes = {name: [] for name in ("treeids", "nodeids", "featureids", "modes", "values", "truenodeids", "falsenodeids")}
    targets = {name: [] for name in ("treeids", "nodeids", "ids", "weights")}
    for tree, (predictor,) in enumerate(model._predictors):
        for node, row in enumerate(predictor.nodes):
            leaf = bool(row["is_leaf"])
            nodes["treeids"].append(tree)
            nodes["nodeids"].append(node)
            nodes["featureids"].append(0 if leaf else int(row["feature_idx"]))
            nodes["modes"].append("LEAF" if leaf else "BRANCH_LEQ")
            nodes["values"].append(0.0 if leaf else float32_not_above(row["num_threshold"]))
            nodes["truenodeids"].append(0 if leaf else int(row["left"]))
            nodes["falsenodeids"].append(0 if leaf else int(row["right"]))
            if leaf:
                targets["treeids"].append(tree)
                targets["nodeids"].append(node)
                targets["ids"].append(0)
                targets["weights"].append(float(row["value"]))
    trees = helper.make_node(
        "TreeEnsembleRegressor",
        ["features"],
        ["margin"],
        domain="ai.onnx.ml",
        n_targets=1,
        base_values=[float(model._baseline_prediction.item())],
        **{f"nodes_{name}": values for name, values in nodes.items()},
        **{f"target_{name}": values for name, values in targets.items()},
    )
    graph = helper.make_graph(
        [
            trees,
            helper.make_node("Neg", ["margin"], ["opposite"]),
            helper.make_node("Concat", ["opposite", "margin"], ["margins"], axis=1),
            helper.make_node("Sigmoid", ["margins"], ["probabilities"]),
            helper.make_node("ArgMax", ["probabilities"], ["label"], axis=1, keepdims=0),
        ],
        "card-fraud",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["N", len(FEATURES)])],
        [
            helper.make_tensor_value_info("label", TensorProto.INT64, ["N"]),
            helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["N", len(CLASSES)]),
        ],
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]
    proto = helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="stream-scorer/train.py")
    onnx.checker.check_model(proto, full_check=True)
    return proto


def max_difference(proto: onnx.ModelProto, features: numpy.ndarray, expected: numpy.ndarray) -> float:
    """The largest difference of a probability between ONNX Runtime and scikit-learn; labels must be equal where it can matter."""
    session = onnxruntime.InferenceSession(proto.SerializeToString(), providers=["CPUExecutionProvider"])
    label, probabilities = session.run(["label", "probabilities"], {"features": features})
    difference = float(numpy.abs(probabilities - expected).max())
    undecided = numpy.abs(expected[:, 1] - 0.5) < MAX_DIFFERENCE
    wrong = int(((label != expected.argmax(axis=1)) & ~undecided).sum())
    if difference > MAX_DIFFERENCE or wrong:
        raise SystemExit(f"The ONNX model is not scikit-learn's: difference {difference}, {wrong} different labels")
    return difference


def card_precision(days: pandas.DataFrame, scores: numpy.ndarray) -> tuple[float, float]:
    """Per day, the share of defrauded cards among those with the highest scores; and the best share that was possible. Both as means."""
    cards = days.assign(score=scores).groupby(["day", "customer_id"]).agg(score=("score", "max"), fraud=("fraud", "max"))
    reached = []
    possible = []
    for _, day in cards.groupby("day"):
        reached.append(day.nlargest(CARDS_CHECKED_PER_DAY, "score").fraud.mean())
        possible.append(min(1.0, day.fraud.sum() / CARDS_CHECKED_PER_DAY))
    return float(numpy.mean(reached)), float(numpy.mean(possible))


def write_yaml(path: Path) -> None:
    lines = ["name: card-fraud", 'version: "1"', "file: model.onnx", "inputs:", "  - tensor: features", "    dtype: float32"]
    lines += ["    missing: reject", "    features:"]
    for field, missing in FEATURES.items():
        lines.append(f"      - {field}" if missing is None else f"      - {{ field: {field}, missing: {missing} }}")
    classes = f"[{', '.join(CLASSES)}]"
    lines += [
        "outputs:",
        f"  score: {{ output: probabilities, class: {CLASSES[1]} }}",
        f"  label: {{ output: label, classes: {classes} }}",
        f"  probabilities: {{ output: probabilities, classes: {classes} }}",
    ]
    path.write_text("\n".join(lines) + "\n")


def write_expected(path: Path, days: pandas.DataFrame, probabilities: numpy.ndarray) -> None:
    """Rows of the test days, half of them frauds, as the event holds them (null is empty), with scikit-learn's predictions."""
    half = EXPECTED_ROWS // 2
    random = numpy.random.default_rng(0)
    chosen = [random.choice(numpy.flatnonzero(days.fraud.to_numpy() == kind), half, replace=False) for kind in (False, True)]
    rows = numpy.sort(numpy.concatenate(chosen))
    table = days.iloc[rows][list(FEATURES)].astype(numpy.float32)
    for index, name in enumerate(CLASSES):
        table[f"probability_{name}"] = probabilities[rows, index]
    table["label"] = [CLASSES[index] for index in probabilities[rows].argmax(axis=1)]
    table.to_csv(path, index=False, lineterminator="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("days", type=Path, help="the CSV file that SimulatedDays wrote")
    days = pandas.read_csv(parser.parse_args().days)
    days["fraud"] = days.scenario > 0
    training = days[days.day < TRAIN_DAYS]
    test = days[days.day >= TRAIN_DAYS + DELAY_DAYS]
    if test.day.nunique() < 7:
        raise SystemExit(f"{days.day.nunique()} days leave {test.day.nunique()} to test on, at least 7 are needed")

    model = train(tensor(training), training.fraud.to_numpy())
    proto = to_onnx(model)
    features = tensor(test)
    probabilities = model.predict_proba(features)
    scores = probabilities[:, 1]
    reached, possible = card_precision(test, scores)
    size = len(proto.SerializeToString())
    quality = {
        "train": {"days": TRAIN_DAYS, "transactions": len(training), "frauds": int(training.fraud.sum())},
        "delay_days": DELAY_DAYS,
        "test": {"days": int(test.day.nunique()), "transactions": len(test), "frauds": int(test.fraud.sum())},
        "roc_auc": round(float(roc_auc_score(test.fraud, scores)), 4),
        "roc_auc_by_scenario": {
            str(number): round(float(roc_auc_score(test.fraud[kept], scores[kept])), 4)
            for number in (1, 2, 3)
            for kept in [test.scenario.isin([0, number]).to_numpy()]
        },
        "average_precision": round(float(average_precision_score(test.fraud, scores)), 4),
        "average_precision_of_chance": round(float(test.fraud.mean()), 4),
        "card_precision_at_100": round(reached, 4),
        "card_precision_at_100_possible": round(possible, 4),
        "max_difference_from_scikit_learn": max_difference(proto, features, probabilities),
        "onnx_bytes": size,
        "versions": {
            "python": platform.python_version(),
            **{library.__name__: library.__version__ for library in (numpy, onnx, onnxruntime, pandas, sklearn)},
        },
    }
    PACKAGE.mkdir(parents=True, exist_ok=True)
    onnx.save(proto, PACKAGE / "model.onnx")
    write_yaml(PACKAGE / "model.yaml")
    write_expected(PACKAGE / "expected.csv", test, probabilities)
    text = json.dumps(quality, indent=2)
    (PACKAGE / "quality.json").write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
