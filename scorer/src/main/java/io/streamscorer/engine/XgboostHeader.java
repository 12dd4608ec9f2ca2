package io.streamscorer.engine;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.streamscorer.failure.Lines;
import io.streamscorer.failure.SetupException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an XGBoost file says of itself, its trees apart (XGBoost documentation, "Introduction to Model IO"). Immutable.
 *
 * @param features how many features it takes
 * @param classes how many classes it tells apart, 0 if it is no classifier of several classes
 * @param targets how many numbers it predicts
 * @param objective what it was trained for, for example {@code binary:logistic}
 * @param featureNames the features' names in order, empty where training knew none
 * @param baseScores where predictions start
 * @param rounds how many rounds of trees it has, 0 if it does not say
 * @param bestRounds how many of them were the best when training stopped early, 0 if it did not
 */
record XgboostHeader(
        int features,
        int classes,
        int targets,
        String objective,
        List<String> featureNames,
        List<String> baseScores,
        int rounds,
        int bestRounds) {
    /** What may be large and is not needed, wherever it stands. */
    private static final Set<String> SKIPPED =
            Set.of("trees", "tree_info", "weights", "weight_drop", "cats", "feature_types", "scikit_learn");

    XgboostHeader {
        featureNames = List.copyOf(featureNames);
        baseScores = List.copyOf(baseScores);
    }

    /**
     * Reads a file in XGBoost's JSON, or in its UBJSON if the name ends in {@code .ubj}.
     *
     * @throws SetupException if it cannot be read or is no model of XGBoost
     */
    static XgboostHeader read(Path file) {
        boolean binary =
                String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".ubj");
        Object document;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            document = binary ? new Ubjson(in, SKIPPED).read() : json(in);
        } catch (NoSuchFileException e) {
            throw new SetupException(file + ": there is no such file");
        } catch (EOFException e) {
            throw new SetupException(file + ": is no XGBoost model, or is cut off");
        } catch (JacksonException e) {
            throw new SetupException(
                    file + ": is no XGBoost model, or is cut off: " + Lines.of(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new SetupException(
                    file + ": is no XGBoost model in " + (binary ? "UBJSON" : "JSON") + ": " + Lines.of(e));
        }
        Map<?, ?> learner = map(map(document, file, "").get("learner"), file, "learner");
        Map<?, ?> parameters = map(learner.get("learner_model_param"), file, "learner.learner_model_param");
        Map<?, ?> objective = map(learner.get("objective"), file, "learner.objective");
        return new XgboostHeader(
                number(parameters, "num_feature", file),
                number(parameters, "num_class", file),
                parameters.containsKey("num_target") ? number(parameters, "num_target", file) : 1,
                String.valueOf(objective.get("name")),
                learner.get("feature_names") instanceof List<?> names
                        ? names.stream().map(String::valueOf).toList()
                        : List.of(),
                baseScores(parameters.get("base_score")),
                rounds(learner, parameters),
                1 + number(learner.get("attributes"), "best_iteration", -1));
    }

    /** Of {@code gbtree} and {@code dart}; {@code gblinear} has no trees. */
    private static int rounds(Map<?, ?> learner, Map<?, ?> parameters) {
        Object booster = learner.get("gradient_booster");
        Object model = inner(booster, "model");
        if (model == null) {
            model = inner(inner(booster, "gbtree"), "model");
        }
        if (inner(model, "iteration_indptr") instanceof List<?> starts) {
            return Math.max(0, starts.size() - 1);
        }
        // Before XGBoost 2.0.
        Object counts = inner(model, "gbtree_model_param");
        int ofARound =
                Math.max(1, number(counts, "num_parallel_tree", 1)) * Math.max(1, number(parameters, "num_class", 1));
        return number(counts, "num_trees", 0) / ofARound;
    }

    private static @Nullable Object inner(@Nullable Object node, String key) {
        return node instanceof Map<?, ?> map ? map.get(key) : null;
    }

    private static int number(@Nullable Object node, String key, int otherwise) {
        try {
            return Integer.parseInt(String.valueOf(inner(node, key)));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** Before XGBoost 3.1 a number, since then a list in the same text: {@code [5E-1]}. */
    private static List<String> baseScores(@Nullable Object text) {
        String scores = text == null ? "" : text.toString().strip();
        if (scores.startsWith("[") && scores.endsWith("]")) {
            scores = scores.substring(1, scores.length() - 1);
        }
        return scores.isBlank()
                ? List.of()
                : List.of(scores.split(",")).stream().map(String::strip).toList();
    }

    private static Map<?, ?> map(@Nullable Object node, Path file, String place) {
        if (node instanceof Map<?, ?> map) {
            return map;
        }
        throw new SetupException(
                file + ": is no XGBoost model: it has no " + (place.isEmpty() ? "learner" : "'" + place + "'"));
    }

    private static int number(Map<?, ?> parameters, String key, Path file) {
        try {
            return Integer.parseInt(String.valueOf(parameters.get(key)));
        } catch (NumberFormatException e) {
            throw new SetupException(file + ": is no XGBoost model: its '" + key + "' is " + parameters.get(key));
        }
    }

    private static @Nullable Object json(DataInputStream in) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser((InputStream) in)) {
            return parser.nextToken() == null ? null : value(parser);
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                parser.nextToken();
                if (SKIPPED.contains(key)) {
                    parser.skipChildren();
                } else {
                    object.put(key, value(parser));
                }
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            List<@Nullable Object> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(parser));
            }
            return items;
        }
        return token == JsonToken.VALUE_NULL ? null : parser.getText();
    }
}
