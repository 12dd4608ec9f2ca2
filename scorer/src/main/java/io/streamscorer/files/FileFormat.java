package io.streamscorer.files;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** How events or predictions lie in a file, told by the ending of its name. */
enum FileFormat {
    /** An Avro object container file (Avro specification, "Object container files"). */
    AVRO(".*\\.avro"),
    /** Lines of UTF-8, each a JSON object. */
    JSON_LINES(".*\\.(jsonl|ndjson)");

    private final Pattern names;

    FileFormat(String names) {
        this.names = Pattern.compile(names, Pattern.CASE_INSENSITIVE);
    }

    /** The format of a file; empty where its name ends in none of the known. */
    static Optional<FileFormat> of(Path file) {
        String name = String.valueOf(file.getFileName());
        for (FileFormat format : values()) {
            if (format.names.matcher(name).matches()) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
