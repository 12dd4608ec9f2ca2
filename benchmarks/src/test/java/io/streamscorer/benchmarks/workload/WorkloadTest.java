package io.streamscorer.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.features.Dtype;
import io.streamscorer.features.Feature;
import io.streamscorer.features.FeatureMapping;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.features.InputTensor;
import io.streamscorer.packaging.Feeding;
import io.streamscorer.packaging.ModelPackage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadTest {
    static Stream<Workload> workloads() {
        return Stream.concat(
                Workload.ALL.stream(), Stream.of(10, 50, 100, 200, 500).map(count -> Workload.numeric(count, 1)));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void shouldHaveAModelPackageThatFitsItsEvents(Workload workload) {
        // given
        ModelPackage modelPackage = ModelPackage.read(workload.model(Path.of("models")));
        Feeding.Input input =
                ((Feeding.Described) modelPackage.feeding()).inputs().get(0);
        InputTensor tensor = new InputTensor(
                input.tensor(),
                Dtype.FLOAT32,
                input.features().stream()
                        .map(field -> new Feature(
                                field.field(),
                                Math.max(1, field.width()),
                                field.encoding(),
                                field.scaling(),
                                field.missing()))
                        .toList());

        // when
        List<String> problems = FeatureMapping.check(workload.schema(), new FeatureSpec(List.of(tensor), List.of()));

        // then
        assertThat(problems).isEmpty();
        assertThat(tensor.rowElements()).isEqualTo(workload.features());
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void shouldMakeTheSameValidEventsAgainAndAgain(Workload workload) {
        // when
        List<GenericData.Record> events = workload.events(3);

        // then
        assertThat(events).isEqualTo(workload.events(3));
        assertThat(events.get(0)).isNotEqualTo(events.get(1));
        assertThat(events).allMatch(event -> GenericData.get().validate(workload.schema(), event));
        assertThat(EncodedEvents.of(workload, 1, 3).meanBytes()).isGreaterThan(workload.features());
    }

    @Test
    void shouldCutEventsShortInAllPartitionsAndKnowHowManyWereSent() {
        // given
        EncodedEvents whole = EncodedEvents.of(Workload.NUMERIC_20, 1, 400);

        // when
        EncodedEvents events = whole.withBroken(4);

        // then
        List<Long> broken = LongStream.range(0, 400)
                .filter(number -> events.get(number).length < whole.get(number).length)
                .boxed()
                .toList();
        assertThat(broken).containsExactly(0L, 101L, 202L, 303L);
        assertThat(broken).extracting(number -> number % 4).containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
        assertThat(events.broken(0)).isZero();
        assertThat(events.broken(101)).isEqualTo(1);
        assertThat(events.broken(102)).isEqualTo(2);
        assertThat(events.broken(1_001)).isEqualTo(10);
        assertThat(whole.broken(1_001)).isZero();
    }
}
