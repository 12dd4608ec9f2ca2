package io.streamscorer.http;

import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether the process can do its work now.
 *
 * @param ready whether it can
 * @param details what that rests on, by name, for a person: {@code model}, {@code registry}, {@code streams}. No secrets
 */
public record Readiness(boolean ready, SortedMap<String, String> details) {
    public Readiness {
        details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }

    /** As a JSON object (RFC 8259). */
    String json() {
        StringBuilder json = new StringBuilder("{\"ready\":").append(ready).append(",\"details\":{");
        String separator = "";
        for (var detail : details.entrySet()) {
            json.append(separator);
            quote(detail.getKey(), json);
            json.append(':');
            quote(detail.getValue(), json);
            separator = ",";
        }
        return json.append("}}\n").toString();
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20 || Character.isSurrogate(c)) {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
