package io.streamscorer.config;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef.Type;

/** What may be shown of a setting's value in messages and logs. */
final class Secrets {
    static final String HIDDEN = "[hidden]";

    /** Keys that hold secrets by their names, for settings whose type is unknown or plain text; plug-ins write {@code clientSecret} too. */
    private static final Pattern SECRET_KEY = Pattern.compile(
            "(?i).*(password|passphrase|secret|credential(?!s\\.source)|user\\.info|jaas|api[._-]?key|private[._-]?key(?!\\.file)|token$|keystore\\.key).*");

    private static final String SCHEME_END = "://";
    /** Between the addresses of a list. */
    private static final Pattern NEXT_ADDRESS = Pattern.compile("(?<=,)(?=\\s*[\\w+.-]+://)");

    private Secrets() {}

    /** The value as a person may see it: hidden, or as its reference when a config provider gave it, and without a URL's user info. */
    static String shown(Setting setting, Type type) {
        if (setting.isResolved()) {
            return withoutUserInfo(setting.written());
        }
        return isSecret(setting.key(), type) ? HIDDEN : withoutUserInfo(setting.value());
    }

    static boolean isSecret(String key, Type type) {
        boolean text = type == Type.STRING || type == Type.PASSWORD;
        return type == Type.PASSWORD || (text && SECRET_KEY.matcher(key).matches());
    }

    /**
     * The value, an address or a list of them with commas between, without users and passwords. What stands before an address' last {@code @}
     * is hidden, since a password that was not escaped may hold {@code @}, a slash, a comma or a space itself.
     */
    static String withoutUserInfo(String value) {
        return NEXT_ADDRESS
                .splitAsStream(value)
                .map(Secrets::withoutItsUserInfo)
                .collect(Collectors.joining());
    }

    private static String withoutItsUserInfo(String address) {
        int scheme = address.indexOf(SCHEME_END);
        int start = scheme < 0 ? 0 : scheme + SCHEME_END.length();
        int end = address.lastIndexOf('@');
        // Where the scheme was forgotten only a colon tells a password from a name such as service@REALM.
        boolean isUserInfo = end >= start && (scheme >= 0 || address.lastIndexOf(':', end) >= 0);
        return isUserInfo ? address.substring(0, start) + HIDDEN + address.substring(end) : address;
    }
}
