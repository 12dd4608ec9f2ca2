package io.streamscorer.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.failure.SetupException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EngineStartTest {
    @Test
    void shouldSayWhichProfileAddsAnEngineThatIsNotThere() {
        assertThatThrownBy(() -> EngineStart.start("NoSuchEngine", "An engine", "some-profile"))
                .isInstanceOf(SetupException.class)
                .hasMessage(
                        "An engine is not in this distribution. Build one with it: mvn clean package -Psome-profile");
    }

    @Test
    void shouldNameTheEnginesThereAre() {
        assertThatThrownBy(() -> Engines.open(Path.of("model.bin"), "xgbost"))
                .isInstanceOf(SetupException.class)
                .hasMessageStartingWith("model.bin: there is no engine 'xgbost'. ")
                .hasMessageContaining("xgboost");
    }
}
