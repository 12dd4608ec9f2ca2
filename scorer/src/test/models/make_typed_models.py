"""Makes those models under ../resources/models that take or give other things than one wide row of floats: texts, images, float64 that must not
be narrowed, several types at once, and a directory as MLflow writes it.

Run:  python make_typed_models.py
Needs: what make_models.py needs, whose functions it uses. The expected figures come from scikit-learn here too.
"""

import csv

import numpy as np
from onnx import TensorProto, helper, numpy_helper
from sklearn import datasets
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, OrdinalEncoder, StandardScaler

from make_models import DOUBLE, FLOAT, INT64, MODELS, STRING, map_value, text, value, write_model, write_yaml, zip_map


def write_expected(directory, rows, columns):
    """One line per record: the fields as they stand in the event, an array's items joined by spaces, then the expected columns."""
    with open(directory / "expected.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(list(rows) + list(columns))
        for cells in zip(*rows.values(), *columns.values()):
            writer.writerow([text(cell) for cell in cells])


def patients():
    """The diabetes data set with two of its measures told in words, as a record of a clinic would."""
    data = datasets.load_diabetes(scaled=False)
    measures = {name: data.data[:, i] for i, name in enumerate(data.feature_names)}
    sex = np.where(measures["sex"] == 1, "female", "male").astype(object)
    region = np.array(["north", "south", "east", "west"], dtype=object)[(measures["s6"].astype(int)) % 4]
    activity = np.select([measures["s5"] < 4.3, measures["s5"] < 4.9], ["low", "moderate"], "high").astype(object)
    fields = {name: measures[name] for name in ("age", "bmi", "bp")}
    fields.update(sex=sex, region=region, activity=activity)
    grade = np.select([data.target < 90, data.target < 140, data.target < 210], ["mild", "steady", "serious"], "severe")
    return fields, grade.astype(object), data.target


NUMBERS = ["age", "bmi", "bp"]
WORDS = ["sex", "region", "activity"]
UNKNOWN = "not recorded"


def held_back(fields, count=90):
    """Rows that the models were not trained on; every tenth has a region and an activity that they have not seen."""
    rows = {name: cells[1::2][:count].copy() for name, cells in fields.items()}
    for i in range(0, count, 10):
        rows["region"][i] = UNKNOWN
        rows["activity"][i] = UNKNOWN
    return rows


def clinic():
    """A pipeline as converters write it: one input per field, encoders for texts within the model, ZipMap over four string classes."""
    fields, grade, _ = patients()
    table = lambda rows: np.column_stack([rows[n] for n in NUMBERS + WORDS]).astype(object)
    steps = ColumnTransformer(
        [
            ("numbers", StandardScaler(), [0, 1, 2]),
            ("words", OneHotEncoder(handle_unknown="ignore", sparse_output=False), [3, 4]),
            (
                "order",
                OrdinalEncoder(
                    categories=[["low", "moderate", "high"]], handle_unknown="use_encoded_value", unknown_value=-1
                ),
                [5],
            ),
        ]
    )
    model = make_pipeline(steps, LogisticRegression(max_iter=5000)).fit(table({n: c[::2] for n, c in fields.items()}), grade[::2])
    scaler, encoder = steps.named_transformers_["numbers"], steps.named_transformers_["words"]
    classifier = model[-1]
    classes = [str(c) for c in classifier.classes_]
    nodes = [
        helper.make_node("Concat", NUMBERS, ["measured"], axis=1),
        helper.make_node(
            "Scaler",
            ["measured"],
            ["scaled"],
            domain="ai.onnx.ml",
            offset=[float(v) for v in scaler.mean_],
            scale=[float(1 / v) for v in scaler.scale_],
        ),
    ]
    for name, categories in zip(WORDS[:2], encoder.categories_):
        nodes += [
            helper.make_node(
                "OneHotEncoder", [name], [f"{name}_hot"], domain="ai.onnx.ml", cats_strings=[str(c) for c in categories], zeros=1
            ),
            # [N, 1, K] to [N, K]
            helper.make_node("Flatten", [f"{name}_hot"], [f"{name}_columns"], axis=1),
        ]
    nodes += [
        helper.make_node(
            "LabelEncoder",
            ["activity"],
            ["activity_order"],
            domain="ai.onnx.ml",
            keys_strings=["low", "moderate", "high"],
            values_floats=[0.0, 1.0, 2.0],
            default_float=-1.0,
        ),
        helper.make_node("Concat", ["scaled", "sex_columns", "region_columns", "activity_order"], ["features"], axis=1),
        helper.make_node(
            "LinearClassifier",
            ["features"],
            ["label", "scores"],
            domain="ai.onnx.ml",
            classlabels_strings=classes,
            coefficients=[float(v) for v in classifier.coef_.ravel()],
            intercepts=[float(v) for v in classifier.intercept_],
            multi_class=1,
            post_transform="SOFTMAX",
        ),
        zip_map("scores", classlabels_strings=classes),
    ]
    directory = MODELS / "clinic"
    write_model(
        directory / "model.onnx",
        nodes,
        [value(n, FLOAT, [None, 1]) for n in NUMBERS] + [value(n, STRING, [None, 1]) for n in WORDS],
        [value("label", STRING, [None]), map_value("probabilities", STRING)],
    )
    rows = held_back(fields)
    probabilities = model.predict_proba(table(rows))
    columns = {"label": list(model.predict(table(rows)))}
    columns.update({f"probability_{c}": probabilities[:, k] for k, c in enumerate(classes)})
    write_expected(directory, rows, columns)
    write_yaml(
        directory,
        'name: clinic\nversion: "1"\ninputs:\n'
        + "".join(f"  - tensor: {n}\n    features: [patient.{n}]\n" for n in NUMBERS)
        + "".join(f"  - tensor: {n}\n    missing: {{ text: {UNKNOWN} }}\n    features: [patient.{n}]\n" for n in WORDS),
    )


def vocabularies():
    """The model alone: its scaler and its encoder stand in model.yaml."""
    fields, _, target = patients()
    table = lambda rows: np.column_stack([rows[n] for n in ["age", "bmi", "region", "activity"]]).astype(object)
    steps = ColumnTransformer(
        [
            ("numbers", StandardScaler(), [0, 1]),
            (
                "words",
                OrdinalEncoder(
                    categories=[["north", "south", "east", "west"], ["low", "moderate", "high"]],
                    handle_unknown="use_encoded_value",
                    unknown_value=-1,
                ),
                [2, 3],
            ),
        ]
    )
    model = make_pipeline(steps, LinearRegression()).fit(table({n: c[::2] for n, c in fields.items()}), target[::2])
    scaler = steps.named_transformers_["numbers"]
    directory = MODELS / "vocabularies"
    write_model(
        directory / "model.onnx",
        [
            helper.make_node(
                "LinearRegressor",
                ["features"],
                ["variable"],
                domain="ai.onnx.ml",
                coefficients=[float(v) for v in model[-1].coef_],
                intercepts=[float(model[-1].intercept_)],
            )
        ],
        [value("features", FLOAT, [None, 4])],
        [value("variable", FLOAT, [None, 1])],
    )
    rows = {n: c for n, c in held_back(fields).items() if n in ("age", "bmi", "region", "activity")}
    write_expected(directory, rows, {"prediction": model.predict(table(rows))})
    scaled = "".join(
        f"      - field: patient.{n}\n        subtract: {scaler.mean_[i]!r}\n        divide: {scaler.scale_[i]!r}\n"
        for i, n in enumerate(("age", "bmi"))
    ).replace("np.float64(", "").replace(")", "")
    write_yaml(
        directory,
        f'name: vocabularies\nversion: digest\ninputs:\n  - tensor: features\n    features:\n{scaled}'
        "      - field: patient.region\n"
        "        vocabulary: [north, south, east, west]      # a category's number is its position\n"
        "        unknown: -1                                 # the number of all others\n"
        "        missing: { text: not recorded }             # null is taken as this category, an unknown one here\n"
        "      - field: patient.activity\n"
        "        vocabulary: { low: 0, moderate: 1, high: 2 }\n"
        "        unknown: -1\n"
        "        missing: low\n",
    )


def arrivals():
    """Boosted trees whose thresholds are times in milliseconds: float32 does not tell one minute from the next."""
    random = np.random.default_rng(7)
    start = 1_767_225_600_000.0
    times = start + np.sort(random.choice(2 * 3_600_000, size=600, replace=False)).astype(float)
    lengths = random.uniform(0, 5, size=600)
    minute = (times - start) / 60_000
    waiting = 20 + 15 * np.sin(minute / 7) + 3 * lengths
    features = np.column_stack([times, lengths])
    model = HistGradientBoostingRegressor(max_iter=40, max_leaf_nodes=24, random_state=7).fit(features[::2], waiting[::2])
    nodes = {k: [] for k in ("treeids", "nodeids", "featureids", "modes", "truenodeids", "falsenodeids")}
    leaves = {k: [] for k in ("treeids", "nodeids", "ids")}
    thresholds, weights = [], []
    for t, (predictor,) in enumerate(model._predictors):
        for n, node in enumerate(predictor.nodes):
            leaf = bool(node["is_leaf"])
            nodes["treeids"].append(t)
            nodes["nodeids"].append(n)
            nodes["featureids"].append(0 if leaf else int(node["feature_idx"]))
            nodes["modes"].append("LEAF" if leaf else "BRANCH_LEQ")
            nodes["truenodeids"].append(0 if leaf else int(node["left"]))
            nodes["falsenodeids"].append(0 if leaf else int(node["right"]))
            thresholds.append(0.0 if leaf else float(node["num_threshold"]))
            if leaf:
                leaves["treeids"].append(t)
                leaves["nodeids"].append(n)
                leaves["ids"].append(0)
                weights.append(float(node["value"]))
    directory = MODELS / "arrivals"
    write_model(
        directory / "model.onnx",
        [
            helper.make_node(
                "TreeEnsembleRegressor",
                ["features"],
                ["minutes"],
                domain="ai.onnx.ml",
                n_targets=1,
                base_values_as_tensor=numpy_helper.from_array(model._baseline_prediction.ravel().astype(np.float64), "base"),
                nodes_values_as_tensor=numpy_helper.from_array(np.array(thresholds), "thresholds"),
                target_weights_as_tensor=numpy_helper.from_array(np.array(weights), "weights"),
                **{"nodes_" + k: v for k, v in nodes.items()},
                **{"target_" + k: v for k, v in leaves.items()},
            )
        ],
        [value("features", DOUBLE, [None, 2])],
        [value("minutes", FLOAT, [None, 1])],
    )
    rows = {"arrived_at": times[1::2][:120], "length": lengths[1::2][:120]}
    held = np.column_stack(list(rows.values()))
    narrowed = np.abs(model.predict(held) - model.predict(held.astype(np.float32).astype(float)))
    assert (narrowed > 0.1).mean() > 0.25, narrowed
    write_expected(directory, rows, {"prediction": model.predict(held)})
    write_yaml(
        directory,
        'name: arrivals\nversion: "1"\ninputs:\n  - tensor: features\n    dtype: float64\n    features: [arrived_at, length]\n',
    )


KERNELS = np.array(
    [[[1, 2, 1], [0, 0, 0], [-1, -2, -1]], [[1, 0, -1], [2, 0, -2], [1, 0, -1]], [[0, -1, 0], [-1, 4, -1], [0, -1, 0]]], float
)


def edges(images):
    """Three filters of 3 x 3, what is above 0, and the largest of each 2 x 2."""
    windows = np.lib.stride_tricks.sliding_window_view(images.reshape(-1, 8, 8), (3, 3), axis=(1, 2))
    filtered = np.maximum(np.einsum("nijkl,fkl->nfij", windows, KERNELS), 0)
    return filtered.reshape(-1, 3, 3, 2, 3, 2).max(axis=(3, 5)).reshape(len(images), -1)


def digit_images():
    """A convolutional network over images of 8 x 8, one array field; the classes are the digits."""
    data = datasets.load_digits()
    model = make_pipeline(FunctionTransformer(edges), StandardScaler(), LogisticRegression(max_iter=5000, C=0.01))
    model.fit(data.data[::2], data.target[::2])
    scaler, classifier = model[1], model[2]
    scale = np.where(scaler.scale_ == 0, 1, scaler.scale_)
    weights = classifier.coef_ / scale
    bias = classifier.intercept_ - weights @ scaler.mean_
    directory = MODELS / "digit-images"
    write_model(
        directory / "model.onnx",
        [
            helper.make_node("Conv", ["image", "kernels"], ["filtered"]),
            helper.make_node("Relu", ["filtered"], ["positive"]),
            helper.make_node("MaxPool", ["positive"], ["pooled"], kernel_shape=[2, 2], strides=[2, 2]),
            helper.make_node("Flatten", ["pooled"], ["flat"], axis=1),
            helper.make_node("Gemm", ["flat", "weights", "bias"], ["logits"], transB=1),
            helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
        ],
        [value("image", FLOAT, ["N", 1, 8, 8])],
        [value("probabilities", FLOAT, ["N", 10]), value("pooled", FLOAT, ["N", 3, 3, 3])],
        [
            numpy_helper.from_array(KERNELS[:, None].astype(np.float32), "kernels"),
            numpy_helper.from_array(weights.astype(np.float32), "weights"),
            numpy_helper.from_array(bias.astype(np.float32), "bias"),
        ],
    )
    images = data.data[1::2][:100]
    probabilities = model.predict_proba(images)
    columns = {"label": list(model.predict(images))}
    columns.update({f"probability_{k}": probabilities[:, k] for k in range(10)})
    pixels = [" ".join(str(int(v)) for v in image) for image in images]
    write_expected(directory, {"pixels": pixels}, columns)
    write_yaml(
        directory,
        'name: digit-images\nversion: "1"\ninputs:\n  - tensor: image\n    shape: [1, 8, 8]\n    features: [pixels]      # all of the row\n'
        "outputs:\n  label: { max: true }\n  score: { output: probabilities, max: true }\n"
        "  probabilities: { output: probabilities, classes: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }\n",
    )


def mlflow_diabetes():
    """A directory as MLflow's onnx flavor writes it, with a signature of columns."""
    data = datasets.load_diabetes()
    model = LinearRegression().fit(data.data[::2], data.target[::2])
    names = list(data.feature_names)
    directory = MODELS / "mlflow-diabetes"
    write_model(
        directory / "model.onnx",
        [
            helper.make_node(
                "LinearRegressor",
                ["float_input"],
                ["variable"],
                domain="ai.onnx.ml",
                coefficients=[float(v) for v in model.coef_],
                intercepts=[float(model.intercept_)],
            )
        ],
        [value("float_input", FLOAT, [None, 10])],
        [value("variable", FLOAT, [None, 1])],
    )
    rows = data.data[1::2][:50]
    write_expected(directory, {n: rows[:, i] for i, n in enumerate(names)}, {"prediction": model.predict(rows)})
    columns = ", ".join(f'{{"type": "double", "name": "{n}", "required": {str(n != "s6").lower()}}}' for n in names)
    (directory / "MLmodel").write_text(
        "artifact_path: model\nflavors:\n  onnx:\n    code: null\n    data: model.onnx\n    onnx_version: 1.23.1\n"
        "    providers:\n    - CUDAExecutionProvider\n    - CPUExecutionProvider\n"
        "  python_function:\n    data: model.onnx\n    env:\n      conda: conda.yaml\n      virtualenv: python_env.yaml\n"
        "    loader_module: mlflow.onnx\n    python_version: 3.11.2\n"
        "mlflow_version: 2.22.0\nmodel_size_bytes: 400\nmodel_uuid: 0f3c1d7c5f0b4f4f9a43b0f1f2a6d9e1\nrun_id: 5a2f0c9de4b84c1fb9a37c1b2b1b5a10\n"
        f"signature:\n  inputs: '[{columns}]'\n"
        "  outputs: '[{\"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"float32\", \"shape\": [-1, 1]}}]'\n  params: null\n"
        "utc_time_created: '2026-01-15 09:30:00.000000'\n"
    )


def many_outputs(name, batch):
    """One input and an output of every type, some of them with names that are no Avro names."""
    x = value("x", FLOAT, [batch, 2])
    types = {
        "path/to/output:0": FLOAT,
        "my-output": DOUBLE,
        "half": TensorProto.FLOAT16,
        "int8": TensorProto.INT8,
        "uint8": TensorProto.UINT8,
        "int32": TensorProto.INT32,
        "int64": INT64,
    }
    nodes = [helper.make_node("Cast", ["x"], [n], to=t) for n, t in types.items()]
    nodes += [
        helper.make_node("Slice", ["x", "zero", "one", "one"], ["first"]),
        helper.make_node("Greater", ["first", "none"], ["positive"]),
        helper.make_node("Cast", ["first"], ["index"], to=INT64),
        helper.make_node(
            "LabelEncoder",
            ["index"],
            ["word"],
            domain="ai.onnx.ml",
            keys_int64s=[0, 1, 2, 3],
            values_strings=["zero", "one", "two", "three"],
            default_string="many",
        ),
    ]
    write_model(
        MODELS / "small" / f"{name}.onnx",
        nodes,
        [x],
        [value(n, t, [batch, 2]) for n, t in types.items()]
        + [value("positive", TensorProto.BOOL, [batch, 1]), value("word", STRING, [batch, 1])],
        [
            numpy_helper.from_array(np.array([0], np.int64), "zero"),
            numpy_helper.from_array(np.array([1], np.int64), "one"),
            numpy_helper.from_array(np.array(0, np.float32), "none"),
        ],
    )


def unusual():
    """Outputs that are not one row per event, as the file says and as it keeps to itself; encoders that know no other texts; a deep output."""
    directory = MODELS / "small"
    x = value("x", FLOAT, ["N", 2])
    reduced = {
        "gives-vector": ([2], {"axes": [0], "keepdims": 0}),
        "gives-one-row": ([1, 2], {"axes": [0], "keepdims": 1}),
        "gives-scalar": ([], {"keepdims": 0}),
    }
    for name, (shape, attributes) in reduced.items():
        # ReduceMax, since the axes of ReduceSum are an input.
        node = helper.make_node("ReduceMax", ["x"], ["y"], **attributes)
        write_model(directory / f"{name}.onnx", [node], [x], [value("y", FLOAT, shape)])
        unsaid = helper.make_value_info("y", helper.make_tensor_type_proto(FLOAT, None))
        write_model(directory / f"{name}-unsaid.onnx", [node], [x], [unsaid], check=False)
    write_model(
        directory / "knows-its-words.onnx",
        [helper.make_node("OneHotEncoder", ["x"], ["y"], domain="ai.onnx.ml", cats_strings=["red", "green"], zeros=0)],
        [value("x", STRING, ["N", 1])],
        [value("y", FLOAT, ["N", 1, 2])],
    )
    shape = numpy_helper.from_array(np.array([-1, 2, 1], np.int64), "shape")
    for name, declared in {"gives-deep": ["N", 2, 1], "gives-deep-unsaid": None}.items():
        y = helper.make_value_info("y", helper.make_tensor_type_proto(FLOAT, declared))
        write_model(
            directory / f"{name}.onnx", [helper.make_node("Reshape", ["x", "shape"], ["y"])], [x], [y], [shape], check=False
        )
    open_image = value("x", FLOAT, ["N", 1, "H", "W"])
    write_model(
        directory / "leaves-open.onnx",
        [helper.make_node("GlobalAveragePool", ["x"], ["y"])],
        [open_image],
        [value("y", FLOAT, ["N", 1, 1, 1])],
    )
    two = [value("x", FLOAT, ["N", 1]), value("not a field:0", FLOAT, ["N", 1])]
    write_model(
        directory / "odd-input-name.onnx",
        [helper.make_node("Add", ["x", "not a field:0"], ["y"])],
        two,
        [value("y", FLOAT, ["N", 1])],
    )
    write_model(
        directory / "no-opset.onnx",
        [helper.make_node("Identity", ["x"], ["y"])],
        [x],
        [value("y", FLOAT, ["N", 2])],
        check=False,
        opsets=False,
    )


def main():
    clinic()
    vocabularies()
    arrivals()
    digit_images()
    mlflow_diabetes()
    many_outputs("gives-many", "N")
    many_outputs("gives-many-batch-1", 1)
    many_outputs("gives-many-batch-4", 4)
    unusual()


if __name__ == "__main__":
    main()
