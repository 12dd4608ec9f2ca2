package io.streamscorer.engine;

import ai.djl.ndarray.types.DataType;
import io.streamscorer.features.Dtype;
import org.jspecify.annotations.Nullable;

/** DJL's names of the element types. */
final class Dtypes {
    private Dtypes() {}

    static DataType toDjl(Dtype dtype) {
        return switch (dtype) {
            case FLOAT16 -> DataType.FLOAT16;
            case FLOAT32 -> DataType.FLOAT32;
            case FLOAT64 -> DataType.FLOAT64;
            case INT8 -> DataType.INT8;
            case UINT8 -> DataType.UINT8;
            case INT16 -> DataType.INT16;
            case INT32 -> DataType.INT32;
            case INT64 -> DataType.INT64;
            case BOOLEAN -> DataType.BOOLEAN;
            case STRING -> DataType.STRING;
        };
    }

    /** The type in which an output of DJL's type is given, or null if it is not supported. */
    static @Nullable Dtype ofOutput(DataType type) {
        for (Dtype dtype : Dtype.values()) {
            if (toDjl(dtype) == type) {
                return dtype == Dtype.FLOAT16 ? Dtype.FLOAT32 : dtype;
            }
        }
        return null;
    }
}
