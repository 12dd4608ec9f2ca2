#!/usr/bin/env python3
"""Makes the benchmarks' model packages beside this file.

The weights are random, from a fixed seed: a benchmark needs the work that a model does, not its opinion. Needs the packages onnx and numpy.

    python3 benchmarks/models/make_models.py
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).parent
FEATURE_COUNTS = (10, 20, 50, 100, 200, 500)
TREES = 100
DEPTH = 6
# The typical size of each kind of field, in the order in which workload/FieldKind.java takes turns with them.
NUMERIC = (1, 1, 50, 5e6, 1, 1, 1, 50, 1e5, 1)
MIXED = (1, 1, 50, 5e6, 1, 1, 1e5, 50)


def dense(random, name, inputs, outputs, source, target, activation, nodes, weights):
    """One layer: target = activation(source * W + b)."""
    scale = np.sqrt(2.0 / inputs)
    weights.append(numpy_helper.from_array(
        (random.standard_normal((inputs, outputs)) * scale).astype(np.float32), name + "_weight"))
    weights.append(numpy_helper.from_array(
        (random.standard_normal(outputs) * 0.1).astype(np.float32), name + "_bias"))
    nodes.append(helper.make_node("Gemm", [source, name + "_weight", name + "_bias"], [name + "_sum"]))
    options = {"axis": 1} if activation == "Softmax" else {}
    nodes.append(helper.make_node(activation, [name + "_sum"], [target], **options))


def network(seed, widths, sizes):
    """A feed-forward net with ReLU between the layers and a softmax at the end, for features of the given sizes."""
    random = np.random.default_rng(seed)
    nodes, weights = [], []
    source = "features"
    for layer in range(1, len(widths)):
        last = layer == len(widths) - 1
        target = "probabilities" if last else f"hidden_{layer}"
        dense(random, f"layer_{layer}", widths[layer - 1], widths[layer], source, target,
              "Softmax" if last else "Relu", nodes, weights)
        source = target
    first = numpy_helper.to_array(weights[0])
    per_feature = np.array([[sizes[i % len(sizes)]] for i in range(widths[0])])
    weights[0] = numpy_helper.from_array((first / per_feature).astype(np.float32), weights[0].name)
    return graph(nodes, weights, widths[0], widths[-1])


def convolutions(seed, layers, channels, side, classes):
    """Convolutions of 3 × 3 with ReLU over a flattened image, the mean of each channel, and a softmax over classes."""
    random = np.random.default_rng(seed)
    weights = [numpy_helper.from_array(np.array([-1, 1, side, side], dtype=np.int64), "image_shape")]
    nodes = [helper.make_node("Reshape", ["features", "image_shape"], ["image"])]
    source, inputs = "image", 1
    for layer in range(1, layers + 1):
        scale = np.sqrt(2.0 / (9 * inputs))
        weights.append(numpy_helper.from_array(
            (random.standard_normal((channels, inputs, 3, 3)) * scale).astype(np.float32), f"kernel_{layer}"))
        nodes.append(helper.make_node("Conv", [source, f"kernel_{layer}"], [f"map_{layer}"], pads=[1, 1, 1, 1]))
        nodes.append(helper.make_node("Relu", [f"map_{layer}"], [f"active_{layer}"]))
        source, inputs = f"active_{layer}", channels
    nodes.append(helper.make_node("GlobalAveragePool", [source], ["means"]))
    nodes.append(helper.make_node("Flatten", ["means"], ["flat"], axis=1))
    dense(random, "last", channels, classes, "flat", "probabilities", "Softmax", nodes, weights)
    return graph(nodes, weights, side * side, classes)


def trees(seed, features, sizes):
    """A sum of complete trees of one depth, squashed into two probabilities, as gradient boosting gives them."""
    random = np.random.default_rng(seed)
    inner = 2 ** DEPTH - 1
    every = 2 ** (DEPTH + 1) - 1
    a = {key: [] for key in (
        "nodes_treeids", "nodes_nodeids", "nodes_featureids", "nodes_values", "nodes_modes", "nodes_truenodeids",
        "nodes_falsenodeids", "nodes_missing_value_tracks_true", "target_treeids", "target_nodeids", "target_ids",
        "target_weights")}
    for tree in range(TREES):
        for node in range(every):
            leaf = node >= inner
            feature = 0 if leaf else int(random.integers(features))
            a["nodes_treeids"].append(tree)
            a["nodes_nodeids"].append(node)
            a["nodes_featureids"].append(feature)
            a["nodes_values"].append(0.0 if leaf else float(np.float32(random.normal(0.3, 0.6) * sizes[feature % len(sizes)])))
            a["nodes_modes"].append("LEAF" if leaf else "BRANCH_LEQ")
            a["nodes_truenodeids"].append(0 if leaf else 2 * node + 1)
            a["nodes_falsenodeids"].append(0 if leaf else 2 * node + 2)
            a["nodes_missing_value_tracks_true"].append(0 if leaf else int(random.integers(2)))
            if leaf:
                a["target_treeids"].append(tree)
                a["target_nodeids"].append(node)
                a["target_ids"].append(0)
                a["target_weights"].append(float(np.float32(random.normal(0.0, 0.15))))
    nodes = [
        helper.make_node("TreeEnsembleRegressor", ["features"], ["margin"], domain="ai.onnx.ml",
                         n_targets=1, aggregate_function="SUM", post_transform="NONE", **a),
        helper.make_node("Sigmoid", ["margin"], ["positive"]),
        helper.make_node("Sub", ["one", "positive"], ["negative"]),
        helper.make_node("Concat", ["negative", "positive"], ["probabilities"], axis=1),
    ]
    return graph(nodes, [numpy_helper.from_array(np.array([1.0], dtype=np.float32), "one")], features, 2)


def graph(nodes, weights, inputs, outputs):
    made = helper.make_model(
        helper.make_graph(
            nodes, "benchmark",
            [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["N", inputs])],
            [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["N", outputs])],
            weights),
        opset_imports=[helper.make_opsetid("", 13), helper.make_opsetid("ai.onnx.ml", 3)],
        producer_name="make_models.py")
    made.ir_version = 8
    onnx.checker.check_model(made)
    return made


def package(name, model, fields, outputs):
    directory = HERE / name
    directory.mkdir(exist_ok=True)
    onnx.save(model, directory / "model.onnx")
    lines = [f"name: {name}", 'version: "1"', "", "inputs:", "  - tensor: features", "    missing: 0", "    features:"]
    lines += [f"      - {field}" for field in fields]
    (directory / "model.yaml").write_text("\n".join(lines + ["", outputs]), encoding="utf-8")


TWO_CLASSES = """outputs:
  score: { output: probabilities, class: "1" }
  probabilities: { output: probabilities, classes: ["0", "1"] }
"""
TEN_CLASSES = """outputs:
  score: { output: probabilities, max: true }
  label: { max: true }
  probabilities: { output: probabilities, classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] }
"""


def main():
    for count in FEATURE_COUNTS:
        package(f"mlp-{count}", network(count, [count, 64, 64, 2], NUMERIC), [f"f{i}" for i in range(count)], TWO_CLASSES)
    package("trees-200", trees(7, 200, MIXED), [f"f{i}" for i in range(200)], TWO_CLASSES)
    package("ffnn-784", network(784, [784, 32, 32, 32, 32, 10], (1,)), ["field: pixels\n        width: 784"], TEN_CLASSES)
    package("cnn-784", convolutions(28, 9, 64, 28, 10), ["field: pixels\n        width: 784"], TEN_CLASSES)


if __name__ == "__main__":
    main()
