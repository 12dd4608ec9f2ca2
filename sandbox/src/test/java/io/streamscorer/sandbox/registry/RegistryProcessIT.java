package io.streamscorer.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.streamscorer.schemas.Prediction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegistryProcessIT {
    @TempDir
    private Path directory;

    @Test
    void shouldServeTheConfluentClient() throws Exception {
        // given
        Path log = directory.resolve("registry.log");
        try (RegistryProcess registry = RegistryProcess.start(RegistryProcess.findDirectory(), 0, log);
                CachedSchemaRegistryClient writer = new CachedSchemaRegistryClient(registry.url(), 10);
                CachedSchemaRegistryClient reader = new CachedSchemaRegistryClient(registry.url(), 10)) {
            AvroSchema schema = new AvroSchema(Prediction.getClassSchema());

            // when
            int id = writer.register("predictions-value", schema);

            // then
            assertThat(reader.getSchemaById(id).canonicalString()).isEqualTo(schema.canonicalString());
            assertThat(reader.getLatestSchemaMetadata("predictions-value").getId())
                    .isEqualTo(id);
            assertThat(registry.logFile()).isNotEmptyFile();
        }
    }

    @Test
    void shouldShowTheLogWhenItDoesNotStart() throws Exception {
        // given
        Path log = directory.resolve("registry.log");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {

            // when, then
            assertThatThrownBy(() -> RegistryProcess.start(RegistryProcess.findDirectory(), taken.getLocalPort(), log))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("before it was ready")
                    .hasMessageContaining("Port " + taken.getLocalPort());
        }
    }

    @Test
    void shouldSayWhatToDoWithoutADistribution() throws IOException {
        // given
        Path empty = Files.createDirectory(directory.resolve("empty"));

        // when, then
        assertThatThrownBy(() -> RegistryProcess.start(empty, 0, directory.resolve("registry.log")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mvn package");
    }
}
