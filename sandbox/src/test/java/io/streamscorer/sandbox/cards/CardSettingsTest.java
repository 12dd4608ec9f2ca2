package io.streamscorer.sandbox.cards;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

final class CardSettingsTest {
    private static final LocalDate FIRST_DAY = LocalDate.of(2018, 4, 1);

    @Test
    void shouldRejectAWorldWithoutCustomers() {
        assertThatThrownBy(() -> new CardSettings(0, 1, 1, 0, 0, FIRST_DAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("customers must be at least 1, not 0");
    }

    @Test
    void shouldRejectARadiusThatIsNoNumber() {
        assertThatThrownBy(() -> new CardSettings(1, 1, Double.NaN, 0, 0, FIRST_DAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("radius must be above 0, not NaN");
    }

    @Test
    void shouldSayThatNoCustomerReachesATerminal() {
        // given
        CardSettings settings = new CardSettings(1, 1, 1e-6, 0, 0, FIRST_DAY);

        // when, then
        assertThatThrownBy(() -> new CardSimulator(1, settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("None of 1 customers has one of 1 terminals within a radius of 1.0E-6");
    }
}
