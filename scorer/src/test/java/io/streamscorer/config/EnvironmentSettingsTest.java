package io.streamscorer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnvironmentSettingsTest {
    private final Set<String> known = new Classification().knownKeys();

    @Test
    void shouldNameEachKnownSettingByOneVariable() {
        // given
        Map<String, List<String>> keysByVariable = new HashMap<>();

        // when
        known.forEach(key -> keysByVariable
                .computeIfAbsent(EnvironmentSettings.variable(key), variable -> new ArrayList<>())
                .add(key));

        // then
        assertThat(known).hasSizeGreaterThan(500);
        assertThat(keysByVariable.values()).allSatisfy(keys -> assertThat(keys).hasSize(1));
    }

    @Test
    void shouldReadEachKnownSettingBack() {
        // given
        EnvironmentSettings environment = new EnvironmentSettings(known);
        Map<String, String> variables = new HashMap<>();
        known.forEach(key -> variables.put(EnvironmentSettings.variable(key), key));
        List<String> problems = new ArrayList<>();

        // when
        List<Setting> settings = environment.read(variables, problems);

        // then
        assertThat(problems).isEmpty();
        assertThat(settings)
                .hasSameSizeAs(known)
                .allSatisfy(setting -> assertThat(setting.key()).isEqualTo(setting.value()));
    }
}
