package io.streamscorer.engine;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes ZipMap nodes (ONNX operators, domain {@code ai.onnx.ml}) off a graph's outputs. A ZipMap turns {@code float32[N, K]} into N maps from
 * class to float; exporters of scikit-learn's classifiers end their graphs with one. The output becomes the tensor that fed the node, and
 * the classes come from the node's attributes.
 */
final class ZipMaps {
    private ZipMaps() {}

    /**
     * An output that a ZipMap made.
     *
     * @param output the output's name
     * @param classes the classes, in the order of the tensor's columns
     */
    record Map(String output, List<String> classes) {
        Map {
            classes = List.copyOf(classes);
        }
    }

    /**
     * A graph without ZipMaps at its outputs.
     *
     * @param model the model
     * @param maps the outputs that have become {@code float32[N, K]}
     */
    record Rewritten(ModelProto model, List<Map> maps) {}

    /**
     * Rewrites a model. Outputs that are no ZipMap's stay as they are.
     */
    static Rewritten remove(ModelProto model) {
        GraphProto.Builder graph = model.getGraph().toBuilder();
        List<Map> maps = new ArrayList<>();
        for (int i = 0; i < graph.getNodeCount(); i++) {
            NodeProto node = graph.getNode(i);
            if (!node.getOpType().equals("ZipMap") || node.getInputCount() != 1 || node.getOutputCount() != 1) {
                continue;
            }
            List<String> classes = classes(node);
            for (int o = 0; o < graph.getOutputCount(); o++) {
                if (graph.getOutput(o).getName().equals(node.getOutput(0)) && !classes.isEmpty()) {
                    // An Identity in its place leaves all names as they are; the engine's optimizer takes it out.
                    graph.setNode(
                            i,
                            NodeProto.newBuilder()
                                    .setName(node.getName())
                                    .setOpType("Identity")
                                    .addInput(node.getInput(0))
                                    .addOutput(node.getOutput(0)));
                    graph.getOutputBuilder(o).setType(floats(classes.size()));
                    maps.add(new Map(node.getOutput(0), classes));
                }
            }
        }
        return new Rewritten(model.toBuilder().setGraph(graph).build(), maps);
    }

    private static List<String> classes(NodeProto node) {
        List<String> classes = new ArrayList<>();
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.getName().equals("classlabels_strings")) {
                attribute.getStringsList().stream()
                        .map(ByteString::toStringUtf8)
                        .forEach(classes::add);
            } else if (attribute.getName().equals("classlabels_int64s")) {
                attribute.getIntsList().stream().map(String::valueOf).forEach(classes::add);
            }
        }
        return classes;
    }

    private static TypeProto floats(int columns) {
        TensorShapeProto.Dimension open = TensorShapeProto.Dimension.getDefaultInstance();
        TensorShapeProto.Dimension width =
                TensorShapeProto.Dimension.newBuilder().setDimValue(columns).build();
        return TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(TensorShapeProto.newBuilder().addDim(open).addDim(width)))
                .build();
    }
}
