package io.streamscorer.model;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.features.Dtype;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** An output tensor that a test fills. */
public final class FakeOutput implements OutputTensor {
    private final String name;
    private final Dtype dtype;
    private final long[] rowShape;
    private final ByteBuffer data;
    private final String[] strings;

    private FakeOutput(String name, Dtype dtype, long[] rowShape, ByteBuffer data, String[] strings) {
        this.name = name;
        this.dtype = dtype;
        this.rowShape = rowShape;
        this.data = data;
        this.strings = strings;
    }

    /** A tensor whose elements are written as the dtype says. */
    public static FakeOutput of(String name, Dtype dtype, long[] rowShape, List<?> elements) {
        ByteBuffer data = ByteBuffer.allocate(elements.size() * Math.max(1, dtype.bytes()))
                .order(ByteOrder.nativeOrder());
        String[] strings = new String[dtype == Dtype.STRING ? elements.size() : 0];
        for (int i = 0; i < elements.size(); i++) {
            Object element = elements.get(i);
            switch (dtype) {
                case FLOAT32 -> data.putFloat((Float) element);
                case FLOAT64 -> data.putDouble((Double) element);
                case INT8, UINT8 -> data.put(((Number) element).byteValue());
                case INT16 -> data.putShort(((Number) element).shortValue());
                case INT32 -> data.putInt(((Number) element).intValue());
                case INT64 -> data.putLong(((Number) element).longValue());
                case BOOLEAN -> data.put((byte) ((Boolean) element ? 1 : 0));
                case STRING -> strings[i] = (String) element;
            }
        }
        return new FakeOutput(name, dtype, rowShape, data, strings);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Dtype dtype() {
        return dtype;
    }

    @Override
    public long[] rowShape() {
        return rowShape;
    }

    @Override
    public int elementsPerRow() {
        int product = 1;
        for (long dimension : rowShape) {
            product *= (int) dimension;
        }
        return product;
    }

    @Override
    public ByteBuffer data() {
        return data;
    }

    @Override
    public String[] strings() {
        return strings;
    }
}
