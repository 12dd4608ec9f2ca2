package io.streamscorer.config;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** The table of the scorer's own settings in Markdown, for the README: between {@link #BEGIN} and {@link #END}. */
public final class ConfigDocument {
    /** The line before the table. */
    public static final String BEGIN = "<!-- settings -->";

    /** The line after the table. */
    public static final String END = "<!-- /settings -->";

    private ConfigDocument() {}

    /** The table with a heading and one line per setting, each ending in a line break. */
    public static String table() {
        StringBuilder table = new StringBuilder("| Setting | Default | Expected | Meaning |\n|---|---|---|---|\n");
        for (ConfigKey key : OwnSettings.definition().configKeys().values()) {
            table.append("| `")
                    .append(key.name)
                    .append("` | ")
                    .append(key.hasDefault() ? code(key) : "*required*")
                    .append(" | ")
                    .append(ValueReader.expected(key).replace("|", "\\|"))
                    .append(" | ")
                    .append(key.documentation.replace("|", "\\|"))
                    .append(" |\n");
        }
        return table.toString();
    }

    /** The default as one writes it in the settings file, beside the other defaults; empty for none. */
    static String defaultText(ConfigKey key) {
        Object value = key.defaultValue == null
                ? OwnSettings.dependentDefault(key.name, ProcessingGuarantee.EXACTLY_ONCE_V2)
                : key.defaultValue;
        return value == null || (value instanceof List<?> list && list.isEmpty())
                ? ""
                : ConfigDef.convertToString(value, key.type);
    }

    private static String code(ConfigKey key) {
        String byGuarantee = Stream.of(ProcessingGuarantee.values())
                .filter(guarantee -> OwnSettings.dependentDefault(key.name, guarantee) != null)
                .map(guarantee -> "`" + OwnSettings.dependentDefault(key.name, guarantee) + "` with `"
                        + guarantee.wireName() + "`")
                .collect(Collectors.joining(", "));
        if (!byGuarantee.isEmpty()) {
            return byGuarantee;
        }
        String text = defaultText(key);
        return text.isEmpty() ? "none" : "`" + text + "`";
    }
}
