package io.streamscorer.engine;

import ai.djl.Model;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * The parameters of a loaded XGBoost model. DJL keeps them to itself and XGBoost's own entry to its package, so that both are reached by reflection.
 * Not thread-safe; to be used before the model is.
 */
final class XgboostParameters {
    private final Object handle;
    private final Method entry;

    private XgboostParameters(Object handle, Method entry) {
        this.handle = handle;
        this.entry = entry;
    }

    static XgboostParameters of(Model model) {
        try {
            Object block = model.getBlock();
            Object handle = block.getClass().getMethod("getHandle").invoke(block);
            Method entry = Class.forName(
                            "ml.dmlc.xgboost4j.java.XGBoostJNI",
                            true,
                            block.getClass().getClassLoader())
                    .getDeclaredMethod("XGBoosterSetParam", long.class, String.class, String.class);
            entry.setAccessible(true);
            return new XgboostParameters(handle, entry);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This version of DJL's XGBoost engine is unknown: " + e, e);
        }
    }

    /**
     * Sets a parameter (XGBoost documentation, "XGBoost Parameters").
     *
     * @throws IllegalStateException if XGBoost refuses it
     */
    void set(String name, String value) {
        try {
            if (!Integer.valueOf(0).equals(entry.invoke(null, handle, name, value))) {
                throw new IllegalStateException("XGBoost refuses " + name + "=" + value);
            }
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("XGBoost refuses " + name + "=" + value, e);
        }
    }
}
