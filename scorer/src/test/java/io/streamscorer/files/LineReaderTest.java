package io.streamscorer.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    @Property(tries = 200)
    void shouldReadWhatWasWritten(
            @ForAll @Size(max = 20) List<@CharRange(from = 'a', to = 'ö') @StringLength(max = 40_000) String> lines,
            @ForAll boolean windows)
            throws Exception {
        // given
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append(windows ? "\r\n" : "\n"));

        // when
        List<String> read = read(text.toString());

        // then
        assertThat(read).isEqualTo(lines);
    }

    @Test
    void shouldReadALastLineWithoutAnEndAndLeaveOutAByteOrderMark() throws Exception {
        assertThat(read("\uFEFFa\n\nb")).containsExactly("a", "", "b");
        assertThat(read("")).isEmpty();
        assertThat(read("\n")).containsExactly("");
    }

    @Test
    void shouldCutALineThatIsTooLongAndReadTheNext() throws Exception {
        // given
        byte[] bytes = ("x".repeat(LineReader.MAX_LINE_BYTES + 10) + "\nnext").getBytes(UTF_8);
        LineReader lines = new LineReader(new ByteArrayInputStream(bytes));

        // when
        byte[] first = lines.next();
        boolean cut = lines.isCut();
        byte[] second = lines.next();

        // then
        assertThat(first).hasSize(LineReader.MAX_LINE_BYTES);
        assertThat(cut).isTrue();
        assertThat(second).asString(UTF_8).isEqualTo("next");
        assertThat(lines.isCut()).isFalse();
        assertThat(lines.number()).isEqualTo(2);
    }

    private static List<String> read(String text) throws Exception {
        List<String> read = new ArrayList<>();
        try (LineReader lines = new LineReader(new ByteArrayInputStream(text.getBytes(UTF_8)))) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                read.add(new String(line, UTF_8));
            }
        }
        return read;
    }
}
