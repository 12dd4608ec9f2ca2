package io.streamscorer.engine;

import ai.djl.Device;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.streamscorer.failure.Lines;
import io.streamscorer.failure.SetupException;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.InputTensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX file as the engine gets it. Where outputs are ZipMaps the graph has been rewritten, since DJL returns such maps without keys and
 * in hash order.
 *
 * @param path the file
 * @param parts the file and those that hold weights of it
 * @param signature the inputs and outputs, after rewriting
 * @param rewritten the model to load in the file's place, or null for the file itself
 */
record OnnxFile(
        Path path,
        List<Path> parts,
        ModelSignature signature,
        @Nullable ModelProto rewritten) implements ModelFile {
    @Override
    public String engine() {
        return "ONNX Runtime";
    }

    OnnxFile {
        parts = List.copyOf(parts);
    }

    @Override
    public EngineModel load(List<InputTensor> fed, int fixedBatch, EngineSettings settings) {
        OnnxEngine engine = OnnxEngine.start();
        Device device = engine.device(settings.device());
        return new DjlModel(
                engine.load(this, device, settings.threads()),
                device,
                engine.deviceReason(settings.device()),
                new OnnxTensors(),
                fed,
                fixedBatch,
                signature.outputs());
    }

    /**
     * @throws SetupException if the file cannot be read, is no ONNX model, or has inputs or outputs that cannot be fed from events; all
     *     problems at once
     */
    static OnnxFile read(Path file) {
        Graph graph = Graph.read(file);
        ModelProto rewritten = null;
        List<ZipMaps.Map> maps = List.of();
        if (graph.outputs.stream().anyMatch(output -> isMaps(output.getType()))) {
            ZipMaps.Rewritten result = ZipMaps.remove(parse(file));
            rewritten = result.model();
            maps = result.maps();
        }
        List<String> problems = new ArrayList<>();
        List<Path> parts = new ArrayList<>(List.of(file));
        for (String location : graph.elsewhere) {
            parts.add(external(file, location, problems));
        }
        List<ModelSignature.Tensor> inputs = new ArrayList<>();
        for (ValueInfoProto input : graph.inputs) {
            if (!graph.initializers.contains(input.getName())) {
                add(inputs, tensor(input, "input", problems));
            }
        }
        List<ModelSignature.Tensor> outputs = new ArrayList<>();
        for (ValueInfoProto output : graph.outputs) {
            List<ModelSignature.Tensor> zipped = maps.stream()
                    .filter(map -> map.output().equals(output.getName()))
                    .map(map -> new ModelSignature.Tensor(
                            map.output(),
                            Dtype.FLOAT32,
                            List.of(-1L, (long) map.classes().size()),
                            map.classes()))
                    .toList();
            if (zipped.isEmpty()) {
                add(outputs, tensor(output, "output", problems));
            } else {
                outputs.addAll(zipped);
            }
        }
        if (problems.isEmpty() && inputs.isEmpty()) {
            problems.add("the model has no inputs, so no event can feed it");
        }
        if (problems.isEmpty() && outputs.isEmpty()) {
            problems.add("the model has no outputs");
        }
        if (!problems.isEmpty()) {
            throw new SetupException(
                    problems.stream().map(problem -> file + ": " + problem).toList());
        }
        return new OnnxFile(file, parts, new ModelSignature(inputs, outputs), rewritten);
    }

    /** A file beside the model that holds weights (ONNX, "External data"). */
    private static Path external(Path file, String location, List<String> problems) {
        Path directory =
                Objects.requireNonNull(file.toAbsolutePath().normalize().getParent());
        Path part = directory.resolve(location).normalize();
        if (!part.startsWith(directory)) {
            problems.add("weights are said to lie in '" + location + "', which is outside of the model's directory");
        } else if (!Files.isRegularFile(part)) {
            problems.add("weights are said to lie in '" + location
                    + "', but there is no such file beside the model. Copy it there");
        }
        return part;
    }

    private static void add(List<ModelSignature.Tensor> tensors, ModelSignature.@Nullable Tensor tensor) {
        if (tensor != null) {
            tensors.add(tensor);
        }
    }

    private static boolean isMaps(TypeProto type) {
        return type.hasSequenceType() && type.getSequenceType().getElemType().hasMapType();
    }

    private static ModelSignature.@Nullable Tensor tensor(ValueInfoProto value, String kind, List<String> problems) {
        TypeProto type = value.getType();
        String what = kind + " '" + value.getName() + "'";
        if (!type.hasTensorType()) {
            String found = type.hasSequenceType()
                    ? isMaps(type) ? "a sequence of maps that no ZipMap makes" : "a sequence"
                    : type.hasMapType() ? "a map" : type.hasOptionalType() ? "an optional value" : "no tensor";
            problems.add(what + " is " + found
                    + ". Only tensors with one row per event can be used: export the model with tensors");
            return null;
        }
        TensorProto.DataType elements =
                TensorProto.DataType.forNumber(type.getTensorType().getElemType());
        Dtype dtype = elements == null ? null : dtype(elements, kind);
        if (dtype == null) {
            problems.add(what + " has elements of type "
                    + (elements == null ? "unknown" : elements.name().toLowerCase(java.util.Locale.ROOT))
                    + ", which is not supported. Cast it inside the model, for example to float32");
            return null;
        }
        List<Long> shape = null;
        if (type.getTensorType().hasShape()) {
            shape = new ArrayList<>();
            for (TensorShapeProto.Dimension dimension :
                    type.getTensorType().getShape().getDimList()) {
                shape.add(dimension.hasDimValue() && dimension.getDimValue() > 0 ? dimension.getDimValue() : -1L);
            }
        }
        return new ModelSignature.Tensor(value.getName(), dtype, shape, null);
    }

    private static @Nullable Dtype dtype(TensorProto.DataType elements, String kind) {
        return switch (elements) {
            case FLOAT -> Dtype.FLOAT32;
            case DOUBLE -> Dtype.FLOAT64;
            case INT8 -> Dtype.INT8;
            case UINT8 -> Dtype.UINT8;
            case INT32 -> Dtype.INT32;
            case INT64 -> Dtype.INT64;
            case BOOL -> Dtype.BOOLEAN;
            case STRING -> Dtype.STRING;
            case FLOAT16 -> kind.equals("output") ? Dtype.FLOAT32 : Dtype.FLOAT16;
            default -> null;
        };
    }

    private static ModelProto parse(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return ModelProto.parseFrom(in);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static SetupException unreadable(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new SetupException(file + ": there is no such file");
        }
        if (e instanceof InvalidProtocolBufferException) {
            return new SetupException(file + ": is no ONNX model, or is cut off: " + Lines.of(e));
        }
        return new SetupException(file + ": cannot be read: " + Lines.of(e));
    }

    /**
     * The parts of a file's graph that tell its signature. ONNX's protobuf messages are walked by hand, as parsing them would hold all weights
     * on the heap.
     */
    private static final class Graph {
        private static final int BUFFER_BYTES = 64 * 1024;

        private final List<ValueInfoProto> inputs = new ArrayList<>();
        private final List<ValueInfoProto> outputs = new ArrayList<>();
        private final Set<String> initializers = new HashSet<>();
        /** The files that hold weights, as the file names them. */
        private final Set<String> elsewhere = new TreeSet<>();

        private boolean found;

        static Graph read(Path file) {
            Graph graph = new Graph();
            try (InputStream in = Files.newInputStream(file)) {
                graph.readModel(CodedInputStream.newInstance(in, BUFFER_BYTES));
            } catch (IOException e) {
                throw unreadable(file, e);
            }
            if (!graph.found) {
                throw new SetupException(file + ": is no ONNX model: it holds no graph");
            }
            return graph;
        }

        private void readModel(CodedInputStream in) throws IOException {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (isMessage(tag, ModelProto.GRAPH_FIELD_NUMBER)) {
                    found = true;
                    int outer = in.pushLimit(in.readRawVarint32());
                    readGraph(in);
                    in.popLimit(outer);
                } else {
                    skip(in, tag);
                }
            }
        }

        private void readGraph(CodedInputStream in) throws IOException {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (isMessage(tag, GraphProto.INPUT_FIELD_NUMBER)) {
                    inputs.add(ValueInfoProto.parseFrom(in.readByteArray()));
                } else if (isMessage(tag, GraphProto.OUTPUT_FIELD_NUMBER)) {
                    outputs.add(ValueInfoProto.parseFrom(in.readByteArray()));
                } else if (isMessage(tag, GraphProto.INITIALIZER_FIELD_NUMBER)) {
                    readInitializer(in);
                } else {
                    skip(in, tag);
                }
            }
        }

        private void readInitializer(CodedInputStream in) throws IOException {
            int outer = in.pushLimit(in.readRawVarint32());
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (isMessage(tag, TensorProto.NAME_FIELD_NUMBER)) {
                    initializers.add(in.readString());
                } else if (isMessage(tag, TensorProto.EXTERNAL_DATA_FIELD_NUMBER)) {
                    StringStringEntryProto entry = StringStringEntryProto.parseFrom(in.readByteArray());
                    if (entry.getKey().equals("location")) {
                        elsewhere.add(entry.getValue());
                    }
                } else {
                    skip(in, tag);
                }
            }
            in.popLimit(outer);
        }

        private static void skip(CodedInputStream in, int tag) throws IOException {
            if (!in.skipField(tag)) {
                throw new InvalidProtocolBufferException("a group ends that has not begun");
            }
        }

        private static boolean isMessage(int tag, int field) {
            return WireFormat.getTagFieldNumber(tag) == field
                    && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
        }
    }
}
