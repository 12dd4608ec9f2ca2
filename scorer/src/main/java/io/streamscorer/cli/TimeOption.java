package io.streamscorer.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time as options take it: in ISO 8601 with its offset from UTC, or how long ago it was. */
final class TimeOption implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String value) {
        try {
            return value.startsWith("P")
                    ? Instant.now().minus(Duration.parse(value))
                    : OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    "expected a time with its offset from UTC, such as 2026-01-31T08:00:00Z or"
                            + " 2026-01-31T09:00:00+01:00, or how long ago, such as PT2H30M or P7D, but was '" + value
                            + "'");
        } catch (DateTimeException | ArithmeticException e) {
            throw new TypeConversionException("'" + value + "' is too long ago");
        }
    }
}
