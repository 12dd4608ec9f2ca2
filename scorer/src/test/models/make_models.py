"""Makes the models under ../resources/models and, beside each, what the training library itself predicts.

Run:  python make_models.py
Needs: numpy, onnx, scikit-learn (versions that made the committed files: see README.md).

The graphs are built by hand with onnx.helper, so that each shape that exporters write occurs: with and without ZipMap, one wide input or
one input per field, dynamic and fixed batches. The expected figures come from scikit-learn's predict and predict_proba, never from
an ONNX engine.
"""

import csv
import json
import pathlib

import numpy as np
import onnx
import sklearn
from onnx import TensorProto, helper, numpy_helper
from sklearn import datasets
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

MODELS = pathlib.Path(__file__).resolve().parent.parent / "resources" / "models"
FLOAT, DOUBLE, INT64, STRING = TensorProto.FLOAT, TensorProto.DOUBLE, TensorProto.INT64, TensorProto.STRING


def value(name, dtype, shape):
    return helper.make_tensor_value_info(name, dtype, shape)


def write_model(path, nodes, inputs, outputs, initializers=(), check=True, opsets=True):
    graph = helper.make_graph(list(nodes), "graph", list(inputs), list(outputs), list(initializers))
    model = helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", 15), helper.make_opsetid("ai.onnx.ml", 3)],
        ir_version=8,
        producer_name="make_models.py",
    )
    if not opsets:
        del model.opset_import[:]
    if check:
        onnx.checker.check_model(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString(deterministic=True))


def write_expected(directory, names, rows, columns):
    """One line per record: the features, then the expected columns, each number with all its digits.

    Rows whose two largest probabilities are closer than 1e-4 are left out: float32 decides their label by rounding.
    """
    probabilities = np.array([c for n, c in columns.items() if n.startswith("probability_")])
    with open(directory / "expected.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(list(names) + list(columns))
        for i, row in enumerate(rows):
            if probabilities.size and np.diff(np.sort(probabilities[:, i])[-2:])[0] < 1e-4:
                continue
            writer.writerow([repr(float(v)) for v in row] + [text(column[i]) for column in columns.values()])


def text(cell):
    return repr(float(cell)) if isinstance(cell, (float, np.floating)) else str(cell)


def snake(name):
    return name.replace(" (cm)", "").replace("/", "_").replace(" ", "_").lower()


def below(threshold):
    """The largest float32 that is not above the threshold: x <= threshold stays the same for every float32 x."""
    rounded = np.float32(threshold)
    return float(np.nextafter(rounded, np.float32(-np.inf)) if float(rounded) > threshold else rounded)


def tree_ensemble(trees, leaf_weights, **attributes):
    """A TreeEnsembleClassifier node; leaf_weights(tree index, node) gives [(class index, weight)]."""
    nodes = {k: [] for k in ("treeids", "nodeids", "featureids", "values", "modes", "truenodeids", "falsenodeids")}
    leaves = {k: [] for k in ("treeids", "nodeids", "ids", "weights")}
    for t, tree in enumerate(trees):
        for n in range(tree.node_count):
            leaf = tree.children_left[n] == -1
            nodes["treeids"].append(t)
            nodes["nodeids"].append(n)
            nodes["featureids"].append(0 if leaf else int(tree.feature[n]))
            nodes["values"].append(0.0 if leaf else below(tree.threshold[n]))
            nodes["modes"].append("LEAF" if leaf else "BRANCH_LEQ")
            nodes["truenodeids"].append(0 if leaf else int(tree.children_left[n]))
            nodes["falsenodeids"].append(0 if leaf else int(tree.children_right[n]))
            if leaf:
                for index, weight in leaf_weights(t, n):
                    leaves["treeids"].append(t)
                    leaves["nodeids"].append(n)
                    leaves["ids"].append(index)
                    leaves["weights"].append(float(weight))
    return helper.make_node(
        "TreeEnsembleClassifier",
        ["features"],
        ["label", "scores"],
        domain="ai.onnx.ml",
        **{"nodes_" + k: v for k, v in nodes.items()},
        **{"class_" + k: v for k, v in leaves.items()},
        **attributes,
    )


def forest(model, **labels):
    def weights(t, n):
        counts = model.estimators_[t].tree_.value[n][0]
        shares = [(k, c / counts.sum() / len(model.estimators_)) for k, c in enumerate(counts)]
        # With weights for both of two classes ONNX Runtime takes every score above 0 for the second: give the second's alone, under index 0,
        # as exporters do.
        return [(0, shares[1][1])] if len(shares) == 2 else shares

    return tree_ensemble([e.tree_ for e in model.estimators_], weights, post_transform="NONE", **labels)


def zip_map(source, **labels):
    return helper.make_node("ZipMap", [source], ["probabilities"], domain="ai.onnx.ml", **labels)


def map_value(name, key):
    """sequence(map(key, float)), what ZipMap gives."""
    map_type = helper.make_map_type_proto(key, helper.make_tensor_type_proto(FLOAT, []))
    return helper.make_value_info(name, helper.make_sequence_type_proto(map_type))


def write_yaml(directory, content):
    (directory / "model.yaml").write_text(content)


def listed(names):
    return "".join(f"      - {name}\n" for name in names)


def breast_cancer():
    """Random forest, probabilities as a plain tensor, integer label that is the class's index."""
    data = datasets.load_breast_cancer()
    names = [snake(n) for n in data.feature_names]
    model = RandomForestClassifier(n_estimators=20, max_depth=6, random_state=7).fit(data.data[200:], data.target[200:])
    rows = data.data[:200]
    directory = MODELS / "breast-cancer"
    write_model(
        directory / "model.onnx",
        [forest(model, classlabels_int64s=[0, 1]), helper.make_node("Identity", ["scores"], ["probabilities"])],
        [value("features", FLOAT, ["N", 30])],
        [value("label", INT64, ["N"]), value("probabilities", FLOAT, ["N", 2])],
    )
    probabilities = model.predict_proba(rows)
    write_expected(
        directory,
        names,
        rows,
        {
            "label": [str(data.target_names[k]) for k in model.predict(rows)],
            "probability_malignant": probabilities[:, 0],
            "probability_benign": probabilities[:, 1],
        },
    )
    write_yaml(
        directory,
        "# A model package: this file beside the model. Which event fields feed the model, and what its outputs mean.\n"
        "name: breast-cancer\n"
        'version: "1"                  # any text; quote it, or 1.10 becomes 1.1\n'
        "file: model.onnx              # may be left out while the directory holds one .onnx file\n"
        "\n"
        "inputs:\n"
        "  - tensor: features          # the model's own name for this input\n"
        "    dtype: float32            # optional: the file knows; stated here, it is checked\n"
        "    missing: reject           # what null becomes: reject (a dead letter), nan, or a number\n"
        "    features:                 # the tensor's columns, in this order; a path into a record is written a.b\n"
        f"{listed(names[:-1])}"
        f"      - field: {names[-1]}   # the long form, for a feature of its own kind\n"
        "        missing: 0\n"
        "\n"
        "outputs:                      # the outputs' roles in the Prediction; outputs that are not named here go to its map\n"
        "  score: { output: probabilities, class: malignant }   # or element: 0, or max: true; short form: score: output\n"
        "  label: { output: label, classes: [malignant, benign] }   # classes only where the output holds an index\n"
        "  probabilities: { output: probabilities, classes: [malignant, benign] }\n",
    )
    schema = {
        "type": "record",
        "name": "Examination",
        "namespace": "io.streamscorer.sample",
        "doc": "Measurements of the cell nuclei in one breast mass (Wisconsin diagnostic data set, bundled with scikit-learn).",
        "fields": [{"name": "id", "type": "string"}]
        + [{"name": n, "type": "double"} for n in names[:-1]]
        + [{"name": names[-1], "type": ["null", "double"], "default": None}],
    }
    (directory / "event.avsc").write_text(json.dumps(schema, indent=2) + "\n")


def wine_zipmap():
    """Random forest, ZipMap over integer classes that are not their own indexes."""
    data = datasets.load_wine()
    labels = np.array([112, 7, 30])[data.target]
    model = RandomForestClassifier(n_estimators=15, max_depth=5, random_state=7).fit(data.data[::2], labels[::2])
    classes = [int(c) for c in model.classes_]
    directory = MODELS / "wine-zipmap"
    names = [snake(n) for n in data.feature_names]
    rows = data.data[1::2]
    write_model(
        directory / "model.onnx",
        [forest(model, classlabels_int64s=classes), zip_map("scores", classlabels_int64s=classes)],
        [value("features", FLOAT, [None, 13])],
        [value("label", INT64, [None]), map_value("probabilities", INT64)],
    )
    probabilities = model.predict_proba(rows)
    columns = {"label": list(model.predict(rows))}
    columns.update({f"probability_{c}": probabilities[:, k] for k, c in enumerate(classes)})
    write_expected(directory, names, rows, columns)
    write_yaml(
        directory,
        'name: wine\nversion: "2026-01"\ninputs:\n  - tensor: features\n    features:\n'
        f"{listed(names)}"
        "outputs:\n  score: { output: probabilities, max: true }\n  label: label\n  probabilities: probabilities\n",
    )


def digits(directory_name, with_label):
    """Logistic regression over four string classes, ZipMap; with_label False leaves the map as the only output."""
    data = datasets.load_digits()
    words = np.array(["review", "approve", "refer", "decline"])
    chosen = data.target < 4
    features, labels = data.data[chosen], words[data.target[chosen]]
    model = LogisticRegression(max_iter=5000, C=0.01).fit(features[::2], labels[::2])
    classes = [str(c) for c in model.classes_]
    node = helper.make_node(
        "LinearClassifier",
        ["features"],
        ["label", "scores"],
        domain="ai.onnx.ml",
        classlabels_strings=classes,
        coefficients=[float(v) for v in model.coef_.ravel()],
        intercepts=[float(v) for v in model.intercept_],
        multi_class=1,
        post_transform="SOFTMAX",
    )
    outputs = [map_value("probabilities", STRING)]
    if with_label:
        outputs.insert(0, value("label", STRING, [None]))
    directory = MODELS / directory_name
    names = [snake(n) for n in data.feature_names]
    rows = features[1::2][:100]
    write_model(
        directory / "model.onnx",
        [node, zip_map("scores", classlabels_strings=classes)],
        [value("features", FLOAT, [None, 64])],
        outputs,
    )
    probabilities = model.predict_proba(rows)
    columns = {"label": list(model.predict(rows))}
    columns.update({f"probability_{c}": probabilities[:, k] for k, c in enumerate(classes)})
    write_expected(directory, names, rows, columns)
    write_yaml(
        directory,
        f"name: {directory_name}\nversion: \"1\"\ninputs:\n  - tensor: features\n    features:\n{listed(names)}",
    )


def wine_boosting():
    """Gradient boosting, softmax inside the ensemble, string label, probabilities as a plain tensor."""
    data = datasets.load_wine()
    labels = np.array(["barolo", "grignolino", "barbera"])[data.target]
    model = GradientBoostingClassifier(n_estimators=12, max_depth=3, random_state=7).fit(data.data[::2], labels[::2])
    classes = [str(c) for c in model.classes_]
    estimators = [(k, tree.tree_) for stage in model.estimators_ for k, tree in enumerate(stage)]
    # Without trees the raw prediction is the prior's logarithm: that is the ensemble's base value.
    prior = np.log(model.init_.class_prior_)
    node = tree_ensemble(
        [tree for _, tree in estimators],
        lambda t, n: [(estimators[t][0], model.learning_rate * estimators[t][1].value[n][0][0])],
        post_transform="SOFTMAX",
        classlabels_strings=classes,
        base_values=[float(v) for v in prior],
    )
    directory = MODELS / "wine-boosting"
    names = [snake(n) for n in data.feature_names]
    rows = data.data[1::2]
    write_model(
        directory / "model.onnx",
        [node, helper.make_node("Identity", ["scores"], ["probabilities"])],
        [value("features", FLOAT, [None, 13])],
        [value("label", STRING, [1]), value("probabilities", FLOAT, [None, 3])],
    )
    probabilities = model.predict_proba(rows)
    columns = {"label": list(model.predict(rows))}
    columns.update({f"probability_{c}": probabilities[:, k] for k, c in enumerate(classes)})
    write_expected(directory, names, rows, columns)
    write_yaml(
        directory,
        f'name: wine-boosting\nversion: "1"\ninputs:\n  - tensor: features\n    features:\n{listed(names)}'
        "outputs:\n  label: label\n  score: { output: probabilities, class: barolo }\n"
        f"  probabilities: {{ output: probabilities, classes: [{', '.join(classes)}] }}\n",
    )


def wine_mlp(directory_name, dtype, numpy_type):
    """A network (scale, two hidden layers, softmax, argmax) in float32 or float64."""
    data = datasets.load_wine()
    scaler = StandardScaler().fit(data.data[::2])
    model = MLPClassifier((16, 8), max_iter=3000, random_state=7)
    model.fit(scaler.transform(data.data[::2]), data.target[::2])
    weights = [numpy_helper.from_array(scaler.mean_.astype(numpy_type), "mean")]
    weights.append(numpy_helper.from_array(scaler.scale_.astype(numpy_type), "scale"))
    nodes = [
        helper.make_node("Sub", ["features", "mean"], ["centred"]),
        helper.make_node("Div", ["centred", "scale"], ["hidden0"]),
    ]
    last = len(model.coefs_) - 1
    for i, (coefficients, intercepts) in enumerate(zip(model.coefs_, model.intercepts_)):
        weights.append(numpy_helper.from_array(coefficients.astype(numpy_type), f"w{i}"))
        weights.append(numpy_helper.from_array(intercepts.astype(numpy_type), f"b{i}"))
        nodes.append(helper.make_node("Gemm", [f"hidden{i}", f"w{i}", f"b{i}"], [f"linear{i}"]))
        if i < last:
            nodes.append(helper.make_node("Relu", [f"linear{i}"], [f"hidden{i + 1}"]))
    nodes.append(helper.make_node("Softmax", [f"linear{last}"], ["probabilities"], axis=1))
    nodes.append(helper.make_node("ArgMax", ["probabilities"], ["label"], axis=1, keepdims=0))
    directory = MODELS / directory_name
    names = [snake(n) for n in data.feature_names]
    rows = data.data[1::2]
    # The initializers are inputs too, as old exporters write them.
    write_model(
        directory / "model.onnx",
        nodes,
        [value("features", dtype, ["batch", 13])] + [value(w.name, dtype, w.dims) for w in weights],
        [value("probabilities", dtype, ["batch", 3]), value("label", INT64, ["batch"])],
        weights,
    )
    scaled = scaler.transform(rows)
    probabilities = model.predict_proba(scaled)
    columns = {"label": list(model.predict(scaled))}
    columns.update({f"probability_{k}": probabilities[:, k] for k in range(3)})
    write_expected(directory, names, rows, columns)
    write_yaml(
        directory,
        f'name: {directory_name}\nversion: "1"\ninputs:\n  - tensor: features\n    features:\n{listed(names)}'
        "outputs:\n  label: label\n  probabilities: { output: probabilities, classes: [0, 1, 2] }\n"
        "  score: { output: probabilities, element: 2 }\n",
    )


def diabetes():
    """Linear regression: one input per field, and with fixed batches of 1 and 4."""
    data = datasets.load_diabetes()
    model = LinearRegression().fit(data.data[::2], data.target[::2])
    names = list(data.feature_names)
    rows = data.data[1::2][:99]
    columns = {"prediction": model.predict(rows)}

    def regressor(source):
        return helper.make_node(
            "LinearRegressor",
            [source],
            ["variable"],
            domain="ai.onnx.ml",
            coefficients=[float(v) for v in model.coef_],
            intercepts=[float(model.intercept_)],
        )

    directory = MODELS / "diabetes-fields"
    write_model(
        directory / "model.onnx",
        [helper.make_node("Concat", names, ["features"], axis=1), regressor("features")],
        [value(n, FLOAT, [None, 1]) for n in names],
        [value("variable", FLOAT, [None, 1])],
    )
    write_expected(directory, names, rows, columns)
    # Listed backwards: the tensors' order in the file decides, not the order here.
    write_yaml(
        directory,
        'name: diabetes\nversion: "1"\ninputs:\n'
        + "".join(f"  - tensor: {n}\n    features: [patient.{n}]\n" for n in reversed(names)),
    )
    for batch in (1, 4):
        directory = MODELS / f"diabetes-batch-{batch}"
        write_model(
            directory / "model.onnx",
            [regressor("features")],
            [value("features", FLOAT, [batch, 10])],
            [value("variable", FLOAT, [batch, 1])],
        )
        write_expected(directory, names, rows, columns)
        write_yaml(directory, f'name: diabetes\nversion: "1"\ninputs:\n  - tensor: features\n    features: [{", ".join(names)}]\n')


def small():
    """Models of one or two nodes, each for one behaviour."""
    directory = MODELS / "small"
    x = lambda dtype, shape=("N", 2): value("x", dtype, list(shape))
    y = lambda dtype, shape=("N", 2): value("y", dtype, list(shape))
    identity = [helper.make_node("Identity", ["x"], ["y"])]
    for name in ("FLOAT", "DOUBLE", "INT8", "UINT8", "INT32", "INT64", "BOOL", "STRING", "INT16", "FLOAT16"):
        dtype = getattr(TensorProto, name)
        write_model(directory / f"echo-{name.lower()}.onnx", identity, [x(dtype)], [y(dtype)])
    write_model(
        directory / "gives-float16.onnx",
        [helper.make_node("Cast", ["x"], ["y"], to=TensorProto.FLOAT16)],
        [x(FLOAT)],
        [y(TensorProto.FLOAT16)],
    )
    write_model(
        directory / "gives-strings.onnx",
        [
            helper.make_node(
                "LabelEncoder", ["x"], ["y"], domain="ai.onnx.ml", keys_int64s=[0, 1, 2], values_strings=["none", "one", "two"]
            )
        ],
        [x(INT64)],
        [y(STRING)],
    )
    write_model(
        directory / "mixes-rows.onnx",
        [helper.make_node("ReduceMean", ["x"], ["mean"], axes=[0], keepdims=1), helper.make_node("Sub", ["x", "mean"], ["y"])],
        [x(FLOAT)],
        [y(FLOAT)],
    )
    write_model(
        directory / "gives-columns.onnx",
        [helper.make_node("Transpose", ["x"], ["y"], perm=[1, 0])],
        [x(FLOAT)],
        [y(FLOAT, (2, "N"))],
    )
    # The shape is not stated, so only running it shows that its rows are not the batch's.
    write_model(
        directory / "gives-columns-unsaid.onnx",
        [helper.make_node("Transpose", ["x"], ["y"], perm=[1, 0])],
        [x(FLOAT)],
        [helper.make_value_info("y", helper.make_tensor_type_proto(FLOAT, None))],
        check=False,
    )
    write_model(
        directory / "looks-up.onnx",
        [helper.make_node("Gather", ["table", "x"], ["y"], axis=0)],
        [x(INT64, ("N", 1))],
        [y(FLOAT, ("N", 1))],
        [numpy_helper.from_array(np.array([10, 20, 30], np.float32), "table")],
    )
    # As looks-up, after some milliseconds, in which it turns the sign an even number of times.
    turn = helper.make_graph(
        [helper.make_node("Identity", ["going"], ["still_going"]), helper.make_node("Neg", ["before"], ["after"])],
        "turn",
        [value("turn", INT64, []), value("going", TensorProto.BOOL, []), value("before", INT64, ["N", 1])],
        [value("still_going", TensorProto.BOOL, []), value("after", INT64, ["N", 1])],
    )
    write_model(
        directory / "looks-up-slowly.onnx",
        [
            helper.make_node("Loop", ["turns", "", "x"], ["index"], body=turn),
            helper.make_node("Gather", ["table", "index"], ["y"], axis=0),
        ],
        [x(INT64, ("N", 1))],
        [y(FLOAT, ("N", 1))],
        [
            numpy_helper.from_array(np.array([10, 20, 30], np.float32), "table"),
            numpy_helper.from_array(np.array(5000, np.int64), "turns"),
        ],
    )
    write_model(
        directory / "needs-rank-one.onnx",
        [helper.make_node("Mul", ["x", "x"], ["y"])],
        [x(FLOAT, ("N",))],
        [y(FLOAT, ("N",))],
    )
    write_model(
        directory / "gives-sequence.onnx",
        [helper.make_node("SequenceConstruct", ["x", "x"], ["y"])],
        [x(FLOAT)],
        [helper.make_tensor_sequence_value_info("y", FLOAT, None)],
    )
    map_type = helper.make_map_type_proto(STRING, helper.make_tensor_type_proto(FLOAT, []))
    write_model(
        directory / "takes-map.onnx",
        [helper.make_node("DictVectorizer", ["x"], ["y"], domain="ai.onnx.ml", string_vocabulary=["a", "b"])],
        [helper.make_value_info("x", map_type)],
        [y(FLOAT, (1, 2))],
    )
    write_model(
        directory / "unknown-operator.onnx",
        [helper.make_node("NoSuchOperator", ["x"], ["y"], domain="com.example")],
        [x(FLOAT)],
        [y(FLOAT)],
        check=False,
    )
    outside = numpy_helper.from_array(np.ones(2, np.float32), "w")
    outside.ClearField("raw_data")
    outside.data_location = TensorProto.EXTERNAL
    outside.external_data.add(key="location", value="weights.bin")
    write_model(
        directory / "missing-external-data.onnx",
        [helper.make_node("Mul", ["x", "w"], ["y"])],
        [x(FLOAT)],
        [y(FLOAT)],
        [outside],
        check=False,
    )


def main():
    breast_cancer()
    wine_zipmap()
    digits("digits-zipmap", True)
    digits("digits-map-only", False)
    wine_boosting()
    wine_mlp("wine-mlp", FLOAT, np.float32)
    wine_mlp("wine-mlp-float64", DOUBLE, np.float64)
    diabetes()
    small()
    print(f"numpy {np.__version__}, onnx {onnx.__version__}, scikit-learn {sklearn.__version__}")


if __name__ == "__main__":
    main()
