package io.streamscorer.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

final class KnownPartitionsTest {
    private final List<String> asked = new ArrayList<>();
    private int partitions = 4;
    private final KnownPartitions known = new KnownPartitions(topic -> {
        asked.add(topic);
        if (partitions == 0) {
            throw new TimeoutException("not present in metadata after 60000 ms");
        }
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new PartitionInfo(topic, partition, Node.noNode(), new Node[] {}, new Node[] {}))
                .toList();
    });

    @Test
    void shouldAskTheProducerOnceForManySends() {
        // when
        for (int send = 0; send < KnownPartitions.USES; send++) {
            assertThat(known.of("predictions")).hasSize(4);
            assertThat(known.of("dead-letters")).hasSize(4);
        }

        // then
        assertThat(asked).containsExactly("predictions", "dead-letters");
    }

    @Test
    void shouldSeeThatATopicHasGrown() {
        // given
        for (int send = 0; send < KnownPartitions.USES; send++) {
            assertThat(known.of("predictions")).hasSize(4);
        }
        partitions = 6;

        // when / then
        assertThat(known.of("predictions")).hasSize(6);
    }

    @Test
    void shouldAskAboutAllTopicsAfterASendThatFailed() {
        // given
        assertThat(known.of("predictions")).hasSize(4);
        assertThat(known.of("dead-letters")).hasSize(4);
        partitions = 6;

        // when
        known.doubt();

        // then
        assertThat(known.of("predictions")).hasSize(6);
        assertThat(known.of("dead-letters")).hasSize(6);
    }

    @Test
    void shouldRememberNothingOfAQuestionThatFailed() {
        // given
        partitions = 0;
        assertThatThrownBy(() -> known.of("predictions")).isInstanceOf(TimeoutException.class);
        partitions = 4;

        // when / then
        assertThat(known.of("predictions")).hasSize(4);
    }
}
