package io.streamscorer.benchmarks.contestant;

import ai.djl.MalformedModelException;
import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import io.streamscorer.packaging.Feeding;
import io.streamscorer.packaging.ModelPackage;
import io.streamscorer.packaging.OutputMapping;
import io.streamscorer.schemas.Prediction;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * A generic record to a generic Prediction with one DJL prediction, as an application would write it by hand: features by name into a new
 * array, a tensor of one row, the result into a new record. ONNX Runtime gets one thread, as careful users give it. Nulls become 0, as the
 * benchmarks' model packages say. What {@code mapValues} cannot know of a record, its partition, offset and timestamp, is written as 0. Belongs
 * to one thread.
 */
public final class RecordPredictor implements AutoCloseable {
    private final String name;
    private final String version;
    private final String topic;
    private final String[] fields;
    private final int width;
    private final List<String> classes;
    private final boolean labelled;
    private final ZooModel<float[], float[]> model;
    private final Predictor<float[], float[]> predictor;

    /**
     * Loads the package's model with DJL.
     *
     * @param modelPackage one of the benchmarks' packages: one input, one output of probabilities
     * @param topic the events' topic
     */
    public RecordPredictor(ModelPackage modelPackage, String topic) {
        OutputMapping outputs = Objects.requireNonNull(modelPackage.outputs());
        this.name = modelPackage.name();
        this.version = Objects.requireNonNull(modelPackage.version());
        this.topic = topic;
        Feeding.Input input = input(modelPackage);
        this.fields = input.features().stream()
                .map(Feeding.MappedField::field)
                .map(Objects::toString)
                .toArray(String[]::new);
        this.width = input.features().stream()
                .mapToInt(feature -> Math.max(1, feature.width()))
                .sum();
        this.classes = Objects.requireNonNull(
                Objects.requireNonNull(outputs.probabilities()).classes());
        this.labelled = outputs.label() != null;
        try {
            this.model = Criteria.builder()
                    .setTypes(float[].class, float[].class)
                    .optModelPath(modelPackage.file().toAbsolutePath())
                    .optEngine("OnnxRuntime")
                    .optOption("intraOpNumThreads", "1")
                    .optOption("interOpNumThreads", "1")
                    .optTranslator(new RowTranslator())
                    .build()
                    .loadModel();
        } catch (IOException | MalformedModelException e) {
            throw new IllegalStateException("DJL could not load " + modelPackage.file(), e);
        } catch (ModelException e) {
            throw new IllegalStateException("DJL found no model at " + modelPackage.file(), e);
        }
        this.predictor = model.newPredictor();
    }

    /** Scores one event. */
    public GenericRecord predict(GenericRecord event) {
        float[] probabilities = probabilities(features(event));
        Map<String, Double> byClass = new HashMap<>();
        int best = 0;
        for (int i = 0; i < probabilities.length; i++) {
            byClass.put(classes.get(i), (double) probabilities[i]);
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        GenericRecord prediction = new GenericData.Record(Prediction.getClassSchema());
        prediction.put("model_name", name);
        prediction.put("model_version", version);
        prediction.put("score", (double) (labelled ? probabilities[best] : probabilities[1]));
        prediction.put("label", labelled ? classes.get(best) : null);
        prediction.put("probabilities", byClass);
        prediction.put("outputs", Map.of());
        prediction.put("fields", Map.of());
        prediction.put("source_topic", topic);
        prediction.put("source_partition", 0);
        prediction.put("source_offset", 0L);
        prediction.put("source_timestamp", 0L);
        prediction.put("source_schema_id", 0);
        prediction.put("scored_at", System.currentTimeMillis());
        return prediction;
    }

    /** Scores one row of features. */
    public float[] probabilities(float[] features) {
        try {
            return predictor.predict(features);
        } catch (TranslateException e) {
            throw new IllegalStateException("The model failed on an event", e);
        }
    }

    private static Feeding.Input input(ModelPackage modelPackage) {
        if (modelPackage.feeding() instanceof Feeding.Described described) {
            return described.inputs().get(0);
        }
        throw new IllegalArgumentException(modelPackage.description() + " lists no inputs");
    }

    /** The features of an event, in the model's order. */
    private float[] features(GenericRecord event) {
        float[] features = new float[width];
        int next = 0;
        for (String field : fields) {
            Object value = event.get(field);
            if (value instanceof List<?> items) {
                for (Object item : items) {
                    features[next++] = number(item);
                }
            } else {
                features[next++] = number(value);
            }
        }
        return features;
    }

    private static float number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.floatValue();
        }
        return value instanceof Boolean flag && flag ? 1 : 0;
    }

    @Override
    public void close() {
        predictor.close();
        model.close();
    }

    private static final class RowTranslator implements NoBatchifyTranslator<float[], float[]> {
        @Override
        public NDList processInput(TranslatorContext context, float[] features) {
            NDArray row = context.getNDManager().create(features, new Shape(1, features.length));
            row.setName("features");
            return new NDList(row);
        }

        @Override
        public float[] processOutput(TranslatorContext context, NDList list) {
            return list.singletonOrThrow().toFloatArray();
        }
    }
}
