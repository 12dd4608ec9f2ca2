package io.streamscorer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ConsoleSilenceTest {
    private final LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();

    @BeforeEach
    void requireSilence() {
        assumeTrue(System.getenv("SCORER_LOG_LEVEL") == null, "SCORER_LOG_LEVEL is set, which turns the silence off");
    }

    @Test
    void shouldSilenceTheClientsOnlyWhileTheWorkIsDone() {
        // given
        Map<String, @Nullable Level> before = levels();

        // when
        boolean[] enabled = ConsoleSilence.ofClients(() -> new boolean[] {
            LoggerFactory.getLogger("org.apache.kafka.clients.NetworkClient").isErrorEnabled(),
            LoggerFactory.getLogger("io.streamscorer.registry.Registry").isErrorEnabled(),
            LoggerFactory.getLogger("io.streamscorer.cli.Setup").isErrorEnabled()
        });

        // then
        assertThat(enabled).containsExactly(false, false, true);
        assertThat(levels()).containsAllEntriesOf(before);
        assertThat(LoggerFactory.getLogger("org.apache.kafka.clients.NetworkClient")
                        .isErrorEnabled())
                .isTrue();
    }

    @Test
    void shouldSilenceAllAndSpeakAgainAfterAFailure() {
        // given
        LoggerFactory.getLogger("io.streamscorer.example");
        logback.getLogger("io.streamscorer.example.own").setLevel(Level.INFO);
        Map<String, @Nullable Level> before = levels();

        // when / then
        assertThatThrownBy(() -> ConsoleSilence.complete(() -> {
                    assertThat(LoggerFactory.getLogger("io.streamscorer.example.own")
                                    .isErrorEnabled())
                            .isFalse();
                    throw new IllegalStateException("failed");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("failed");
        assertThat(levels()).containsAllEntriesOf(before);
    }

    private Map<String, @Nullable Level> levels() {
        Map<String, @Nullable Level> levels = new HashMap<>();
        logback.getLoggerList().forEach(logger -> levels.put(logger.getName(), logger.getLevel()));
        return levels;
    }
}
