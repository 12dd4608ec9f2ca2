package io.streamscorer.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class Float16Test {
    @Test
    void shouldRoundTripEveryNumber() {
        // given / when / then
        for (int bits = 0; bits < 1 << 16; bits++) {
            float number = Float16.toFloat((short) bits);
            assertThat(number).as("%04x", bits).isEqualTo((Float) HalfTable.toFloat(bits));
            if (Float.isNaN(number)) {
                assertThat(Float16.of(number) & 0x7fff).as("%04x", bits).isEqualTo(0x7e00);
            } else {
                assertThat(Float16.of(number) & 0xffff).as("%04x", bits).isEqualTo(bits);
            }
        }
    }

    @Test
    void shouldRoundWhatIsHalfWayToEven() {
        // given / when / then
        for (int bits = 0; bits < 0x7c00; bits++) {
            double number = HalfTable.toFloat(bits);
            double next = bits == 0x7bff ? 65536 : HalfTable.toFloat(bits + 1);
            double half = (number + next) / 2;
            int even = (bits & 1) == 0 ? bits : bits + 1;
            assertThat(Float16.of(half) & 0xffff)
                    .as("half-way above %04x", bits)
                    .isEqualTo(even);
            assertThat(Float16.of(Math.nextDown(half)) & 0xffff).isEqualTo(bits);
            assertThat(Float16.of(Math.nextUp(half)) & 0xffff).isEqualTo(bits + 1);
            assertThat(Float16.of(-half) & 0xffff).isEqualTo(even | 0x8000);
        }
    }

    @Test
    void shouldRoundAnyDoubleToTheNearest() {
        // given
        Random random = new Random(16);

        // when / then
        for (int i = 0; i < 200_000; i++) {
            double number = switch (i % 3) {
                case 0 -> Double.longBitsToDouble(random.nextLong());
                case 1 -> random.nextGaussian() * Math.pow(2, random.nextInt(45) - 28);
                default -> (float) HalfTable.toFloat(random.nextInt(0x7c00)) * (1 + random.nextInt(3) * 0x1p-11);
            };
            assertThat(Float16.of(number) & (Double.isNaN(number) ? 0x7fff : 0xffff))
                    .as("%s", number)
                    .isEqualTo(HalfTable.nearestBits(number));
        }
    }
}
