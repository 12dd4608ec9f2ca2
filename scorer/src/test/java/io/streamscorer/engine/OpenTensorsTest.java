package io.streamscorer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenTensorsTest {
    @Test
    void shouldForgetWhatTheEngineFreedAndKeepWhatItLeftOpen() {
        // given
        OpenTensors open = new OpenTensors();
        OpenTensors.Calls calls = open.calls();
        calls.add(List.of(array(true), array(false)));
        calls.add(List.of(array(true)));
        long during = open.count();

        // when
        calls.end();

        // then
        assertThat(during).isEqualTo(3);
        assertThat(open.count()).isEqualTo(1);
    }

    @Test
    void shouldCountTheNextCallAnew() {
        // given
        OpenTensors open = new OpenTensors();
        OpenTensors.Calls calls = open.calls();
        calls.add(List.of(array(true)));
        calls.end();

        // when
        calls.end();

        // then
        assertThat(open.count()).isZero();
    }

    private static NDArray array(boolean released) {
        return (NDArray) Proxy.newProxyInstance(
                OpenTensorsTest.class.getClassLoader(), new Class<?>[] {NDArray.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("isReleased")) {
                        return released;
                    }
                    throw new UnsupportedOperationException(method.toString());
                });
    }
}
