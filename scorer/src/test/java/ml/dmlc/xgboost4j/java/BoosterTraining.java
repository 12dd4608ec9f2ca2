package ml.dmlc.xgboost4j.java;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Trains the XGBoost test models, and predicts by XGBoost's own calls, without DJL. It lies in this package because DJL's jar leaves out XGBoost's own
 * {@code Booster} class and keeps the native calls package-private.
 *
 * <p>Its {@link #main main} takes the directory that {@code make_xgboost_data.py} wrote and the directory of the test models' packages. The commands
 * stand in {@code scorer/src/test/models/README.md}.
 */
public final class BoosterTraining {
    private static final Map<String, String> COMMON =
            Map.of("max_depth", "3", "eta", "0.3", "nthread", "1", "seed", "1", "tree_method", "hist");

    private BoosterTraining() {}

    /** Rows of float32 features, row-major. */
    private record Table(float[] labels, float[] features, int rows) {
        /** @param labelled whether the first column is the label; else the first line is a header */
        static Table read(Path csv, boolean labelled) throws IOException {
            List<String> lines = Files.readAllLines(csv);
            if (!labelled) {
                lines = lines.subList(1, lines.size());
            }
            int first = labelled ? 1 : 0;
            int columns = lines.get(0).split(",", -1).length - first;
            float[] labels = new float[lines.size()];
            float[] features = new float[lines.size() * columns];
            for (int row = 0; row < lines.size(); row++) {
                String[] cells = lines.get(row).split(",", -1);
                labels[row] = labelled ? Float.parseFloat(cells[0]) : 0;
                for (int column = 0; column < columns; column++) {
                    String cell = cells[column + first];
                    features[row * columns + column] = cell.isEmpty() ? Float.NaN : Float.parseFloat(cell);
                }
            }
            return new Table(labels, features, lines.size());
        }

        int columns() {
            return features.length / rows;
        }
    }

    /** Trains the three models; writes their predictions for the rows that stand beside the training tables, one number per line. */
    public static void main(String[] arguments) throws IOException, XGBoostError {
        Path work = Path.of(arguments[0]);
        Path packages = Path.of(arguments[1]);
        train(work, "binary", 20, packages.resolve("xgboost-binary/model.json"), "objective", "binary:logistic");
        train(
                work,
                "classes",
                6,
                packages.resolve("xgboost-classes/model.ubj"),
                "objective",
                "multi:softprob",
                "num_class",
                "3");
        train(
                work,
                "regression",
                15,
                packages.resolve("xgboost-regression/model.json"),
                "objective",
                "reg:squarederror");
    }

    private static void train(Path work, String name, int rounds, Path model, String... parameters)
            throws IOException, XGBoostError {
        Files.createDirectories(model.getParent());
        Table table = Table.read(work.resolve(name + ".csv"), true);
        Map<String, String> all = new TreeMap<>(COMMON);
        for (int i = 0; i < parameters.length; i += 2) {
            all.put(parameters[i], parameters[i + 1]);
        }
        DMatrix matrix = new DMatrix(table.features, table.rows, table.columns(), Float.NaN);
        long[] booster = new long[1];
        check(XGBoostJNI.XGBoosterCreate(new long[] {matrix.getHandle()}, booster));
        try {
            matrix.setLabel(table.labels);
            for (Map.Entry<String, String> parameter : all.entrySet()) {
                check(XGBoostJNI.XGBoosterSetParam(booster[0], parameter.getKey(), parameter.getValue()));
            }
            for (int round = 0; round < rounds; round++) {
                check(XGBoostJNI.XGBoosterUpdateOneIter(booster[0], round, matrix.getHandle()));
            }
            check(XGBoostJNI.XGBoosterSaveModel(booster[0], model.toString()));
            check(XGBoostJNI.XGBoosterSaveModel(
                    booster[0], work.resolve(name + ".json").toString()));
        } finally {
            check(XGBoostJNI.XGBoosterFree(booster[0]));
            matrix.dispose();
        }
        Table rows = Table.read(work.resolve(name + "-rows.csv"), false);
        StringBuilder lines = new StringBuilder();
        for (float prediction : predict(model, rows.features, rows.rows)) {
            lines.append(prediction).append('\n');
        }
        Files.writeString(work.resolve(name + ".native"), lines);
    }

    /**
     * Predicts by XGBoost's own calls.
     *
     * @param features {@code float32[rows, F], row-major}, NaN where missing
     * @return {@code float32[rows, K], row-major}
     */
    public static float[] predict(Path model, float[] features, int rows) throws XGBoostError {
        long[] booster = new long[1];
        check(XGBoostJNI.XGBoosterCreate(new long[0], booster));
        DMatrix matrix = new DMatrix(Arrays.copyOf(features, features.length), rows, features.length / rows, Float.NaN);
        try {
            check(XGBoostJNI.XGBoosterLoadModel(booster[0], model.toString()));
            float[][] predictions = new float[1][];
            check(XGBoostJNI.XGBoosterPredict(booster[0], matrix.getHandle(), 0, 0, predictions));
            return predictions[0];
        } finally {
            check(XGBoostJNI.XGBoosterFree(booster[0]));
            matrix.dispose();
        }
    }

    private static void check(int result) throws XGBoostError {
        XGBoostJNI.checkCall(result);
    }
}
