package io.streamscorer.sandbox.ports;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FreePortsTest {
    @Test
    void shouldFindDifferentPorts() {
        // when: so many that the system would give some twice if they were not held
        List<Integer> ports = FreePorts.find(500, Set.of());

        // then
        assertThat(ports).hasSize(500).doesNotHaveDuplicates().allMatch(port -> port > 0);
    }

    @Test
    void shouldFindOnlyOtherPorts() {
        // given: half of all
        Set<Integer> others =
                IntStream.range(0, 1 << 16).filter(port -> port % 4 < 2).boxed().collect(Collectors.toSet());

        // when
        List<Integer> ports = FreePorts.find(20, others);

        // then
        assertThat(ports).hasSize(20).doesNotContainAnyElementsOf(others);
    }

    @Test
    void shouldLeaveThePortsFree() throws Exception {
        // when
        int port = FreePorts.one();

        // then
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.getLocalPort()).isEqualTo(port);
        }
    }
}
