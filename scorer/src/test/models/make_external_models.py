"""Makes ONNX models under ../resources/models whose weights lie in a second file, weights.bin, as exporters write models of more than 2 GB: one with a
tensor of probabilities, and one with a ZipMap.

Run:  python make_external_models.py
Needs: what make_models.py needs, whose functions it uses. The expected figures come from scikit-learn here too.
"""

import numpy as np
import onnx
from onnx import helper, numpy_helper
from sklearn import datasets
from sklearn.linear_model import LogisticRegression

from make_models import FLOAT, INT64, MODELS, map_value, listed, snake, value, write_expected, write_model, write_yaml, zip_map


def external(name, zipped):
    data = datasets.load_digits(n_class=4)
    model = LogisticRegression(max_iter=5000, C=0.01).fit(data.data[::2], data.target[::2])
    classes = [int(c) for c in model.classes_]
    directory = MODELS / name
    nodes = [
        helper.make_node("Gemm", ["features", "coefficients", "intercepts"], ["margins"]),
        helper.make_node("Softmax", ["margins"], ["scores"], axis=1),
        zip_map("scores", classlabels_int64s=classes)
        if zipped
        else helper.make_node("Identity", ["scores"], ["probabilities"]),
    ]
    write_model(
        directory / "model.onnx",
        nodes,
        [value("features", FLOAT, [None, 64])],
        [map_value("probabilities", INT64) if zipped else value("probabilities", FLOAT, [None, len(classes)])],
        [
            numpy_helper.from_array(model.coef_.T.astype(np.float32), "coefficients"),
            numpy_helper.from_array(model.intercept_.astype(np.float32), "intercepts"),
        ],
    )
    whole = onnx.load(directory / "model.onnx")
    (directory / "weights.bin").unlink(missing_ok=True)
    onnx.save(whole, directory / "model.onnx", save_as_external_data=True, location="weights.bin", size_threshold=0)
    names = [snake(n) for n in data.feature_names]
    rows = data.data[1::2][:100]
    probabilities = model.predict_proba(rows)
    columns = {"label": [str(label) for label in model.predict(rows)]}
    columns.update({f"probability_{c}": probabilities[:, k] for k, c in enumerate(classes)})
    write_expected(directory, names, rows, columns)
    roles = "" if zipped else f"outputs:\n  probabilities: {{ output: probabilities, classes: {[str(c) for c in classes]} }}\n  label: {{ max: true }}\n"
    write_yaml(directory, f'name: {name}\nversion: "1"\ninputs:\n  - tensor: features\n    features:\n{listed(names)}{roles}')


if __name__ == "__main__":
    external("onnx-external", zipped=False)
    external("onnx-external-zipmap", zipped=True)
