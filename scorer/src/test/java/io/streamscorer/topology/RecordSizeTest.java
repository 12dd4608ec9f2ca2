package io.streamscorer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

class RecordSizeTest {
    @Property(tries = 500)
    void shouldNeverBeBelowTheProducersOwnEstimate(
            @ForAll byte[] key, @ForAll byte[] value, @ForAll String headerKey, @ForAll byte[] headerValue) {
        // given
        RecordHeaders headers = new RecordHeaders();
        String name = new String(headerKey.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        headers.add(name, headerValue);

        // when
        long bound = RecordSize.upperBound(key, value, headers);

        // then
        int estimate = AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE, Compression.NONE.type(), key, value, headers.toArray());
        assertThat(bound).isGreaterThanOrEqualTo(estimate);
        assertThat(bound).isLessThan(estimate + 60L + 2L * name.length());
    }
}
