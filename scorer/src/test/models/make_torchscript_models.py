"""Writes the TorchScript test models under ../resources/models: the module, `model.yaml`, and in `expected.csv` random rows with torch's own outputs.

Run:  python make_torchscript_models.py
Needs: torch, numpy
"""

import csv
from pathlib import Path
from typing import Dict, Tuple

import torch
from torch import nn

MODELS = Path(__file__).resolve().parent.parent / "resources" / "models"
FIELDS = ["a", "b", "c", "d", "e", "f"]
FEATURES = len(FIELDS)
ROWS = 100


class Plain(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(FEATURES, 16), nn.ReLU(), nn.Linear(16, 1))

    def forward(self, features):
        return torch.sigmoid(self.layers(features))


class TrainingMode(nn.Module):
    """Gives other predictions while it is trained: dropout and batch normalisation."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(FEATURES, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(0.5), nn.Linear(16, 3)
        )

    def forward(self, features):
        return torch.softmax(self.layers(features), dim=1)


class TupleOutput(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(FEATURES, 3)

    def forward(self, features: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor]:
        probabilities = torch.softmax(self.linear(features), dim=1)
        return probabilities.argmax(dim=1), probabilities


class DictOutput(nn.Module):
    """Its keys stand neither in the order of their names nor in that of their hashes."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(FEATURES, 3)

    def forward(self, features: torch.Tensor) -> Dict[str, torch.Tensor]:
        probabilities = torch.softmax(self.linear(features), dim=1)
        return {"probabilities": probabilities, "label": probabilities.argmax(dim=1), "alpha": probabilities[:, 0]}


class TwoInputs(nn.Module):
    """A vector of float64 and a category's number."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(10, 4).double()
        self.linear = nn.Linear(FEATURES + 4, 1).double()

    def forward(self, features: torch.Tensor, category: torch.Tensor):
        return self.linear(torch.cat([features, self.embedding(category)], dim=1)).squeeze(1)


class InPlace(nn.Module):
    """Changes the tensor that it is given."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(FEATURES, 1)

    def forward(self, features):
        return self.linear(features.sub_(0.5).mul_(2.0))


def save(name, module, outputs, table, *inputs, yaml_outputs, training=False, more=""):
    """Saves the module, in training mode if asked for, and what it gives when it is not."""
    directory = MODELS / name
    directory.mkdir(parents=True, exist_ok=True)
    torch.jit.script(module.train(training)).save(directory / "model.pt")
    with torch.no_grad():
        results = module.eval()(*inputs)
    results = results.values() if isinstance(results, dict) else results if isinstance(results, tuple) else [results]
    columns = torch.cat([result.reshape(len(result), -1).double() for result in results], dim=1)
    assert columns.shape[1] == len(outputs), (name, columns.shape)
    with open(directory / "expected.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*table, *outputs])
        for i, row in enumerate(columns.tolist()):
            writer.writerow([*(cells[i] for cells in table.values()), *(f"{cell:.9g}" for cell in row)])
    dtype = str(inputs[0].dtype).split(".")[1]
    (directory / "model.yaml").write_text(
        f'name: {name}\nversion: "1"\ninputs:\n  - tensor: features\n    dtype: {dtype}\n    shape: [{FEATURES}]\n'
        f"    features: [{', '.join(FIELDS)}]\n{more}outputs:\n{yaml_outputs}"
    )


def rows(count):
    """Random rows, as they stand in the table and as tensors: what the table says, no more digits."""
    cells = [[round(cell, 4) for cell in row] for row in torch.randn(count, FEATURES).tolist()]
    return {field: [row[i] for row in cells] for i, field in enumerate(FIELDS)}, torch.tensor(cells, dtype=torch.float64)


def save_in_place():
    torch.manual_seed(4)
    table, x = rows(ROWS)
    save("torch-in-place", InPlace(), ["prediction"], table, x.float(), yaml_outputs="  score: { output: output, element: 0 }\n")


def main():
    torch.manual_seed(3)
    classes = ["probability_low", "probability_middle", "probability_high"]
    probabilities = "  probabilities: { output: probabilities, classes: [low, middle, high] }\n"
    table, x = rows(1000)
    save("torch-plain", Plain(), ["prediction"], table, x.float(), yaml_outputs="  score: { output: output, element: 0 }\n")
    table, x = rows(ROWS)
    noisy = TrainingMode()
    for _ in range(20):
        noisy(torch.randn(64, FEATURES) * 2 + 1)
    save(
        "torch-training-mode", noisy, classes, table, x.float(), training=True,
        yaml_outputs="  names: [probabilities]\n" + probabilities,
    )
    save(
        "torch-tuple", TupleOutput(), ["label", *classes], table, x.float(),
        yaml_outputs="  names: [label, probabilities]\n  label: { output: label, classes: [low, middle, high] }\n" + probabilities,
    )
    save(
        "torch-dict", DictOutput(), [*classes, "label", "alpha"], table, x.float(),
        yaml_outputs="  score: alpha\n  label: { output: label, classes: [low, middle, high] }\n" + probabilities,
    )
    category = torch.randint(0, 10, (ROWS,))
    save(
        "torch-two-inputs", TwoInputs(), ["prediction"], {**table, "category": category.tolist()}, x, category,
        yaml_outputs="  names: [prediction]\n  score: prediction\n",
        more="  - tensor: category\n    dtype: int64\n    shape: []\n    features: [category]\n",
    )
    save_in_place()
    torch.save(Plain().state_dict(), MODELS / "small" / "state-dict.pt")


if __name__ == "__main__":
    main()
