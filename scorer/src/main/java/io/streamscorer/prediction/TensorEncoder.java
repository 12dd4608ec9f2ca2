package io.streamscorer.prediction;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.features.Dtype;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes a row of one output as an entry of the map {@code Prediction.outputs}: key, dtype, shape, elements. Not thread-safe. */
final class TensorEncoder {
    private final byte[] name;
    private byte[] dtypeAndShape = new byte[0];
    private Dtype dtype = Dtype.FLOAT32;
    private long[] shape = {-1};

    TensorEncoder(String name) {
        this.name = name.getBytes(UTF_8);
    }

    void write(AvroOutput out, OutputTensor tensor, int row) {
        out.writeBytes(name);
        out.writeRaw(description(tensor));
        int count = tensor.elementsPerRow();
        if (count > 0) {
            out.writeLong(count);
            writeElements(out, tensor, row * count, count);
        }
        out.writeLong(0);
    }

    private void writeElements(AvroOutput out, OutputTensor tensor, int first, int count) {
        switch (tensor.dtype()) {
            case FLOAT16 -> throw new IllegalStateException("Outputs of float16 are given as float32");
            case FLOAT32 -> {
                ByteBuffer data = tensor.data();
                for (int i = first; i < first + count; i++) {
                    out.writeFloat(data.getFloat(i * Float.BYTES));
                }
            }
            case FLOAT64 -> {
                ByteBuffer data = tensor.data();
                for (int i = first; i < first + count; i++) {
                    out.writeDouble(data.getDouble(i * Double.BYTES));
                }
            }
            case INT8, UINT8, INT16, INT32, INT64 -> {
                for (int i = first; i < first + count; i++) {
                    out.writeLong(Elements.asLong(tensor, i));
                }
            }
            case BOOLEAN -> {
                for (int i = first; i < first + count; i++) {
                    out.writeBoolean(Elements.asLong(tensor, i) != 0);
                }
            }
            case STRING -> {
                for (int i = first; i < first + count; i++) {
                    out.writeBytes(tensor.strings()[i].getBytes(UTF_8));
                }
            }
        }
    }

    /** The encoded dtype, shape and union branch, which rarely change from batch to batch. */
    private byte[] description(OutputTensor tensor) {
        if (tensor.dtype() != dtype || !Arrays.equals(tensor.rowShape(), shape)) {
            dtype = tensor.dtype();
            shape = tensor.rowShape().clone();
            AvroOutput out = new AvroOutput();
            out.writeBytes(dtype.wireName().getBytes(UTF_8));
            if (shape.length > 0) {
                out.writeLong(shape.length);
                for (long dimension : shape) {
                    out.writeLong(dimension);
                }
            }
            out.writeLong(0);
            out.writeLong(branch(dtype));
            dtypeAndShape = out.toByteArray();
        }
        return dtypeAndShape;
    }

    /** The branch of the union {@code OutputTensor.values} that holds the dtype. */
    private static int branch(Dtype dtype) {
        return switch (dtype) {
            case FLOAT16, FLOAT32 -> 0;
            case FLOAT64 -> 1;
            case INT8, UINT8, INT16, INT32, INT64 -> 2;
            case BOOLEAN -> 3;
            case STRING -> 4;
        };
    }
}
