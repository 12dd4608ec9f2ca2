package io.streamscorer.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef.Type;

/** What may be shown of a setting's value in messages and logs. */
final class Secrets {
    static final String HIDDEN = "[hidden]";

    /** Keys that hold secrets by their names, for settings whose type is unknown or plain text. */
    private static final Pattern SECRET_KEY = Pattern.compile(
            ".*(password|passphrase|secret|credential(?!s\\.source)|user\\.info|jaas|api\\.key|private\\.key(?!\\.file)|(^|[._-])token$|keystore\\.key).*");

    private static final Pattern URL_USER_INFO = Pattern.compile("(?<=://)[^/@\\s,]*@");

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

    static String withoutUserInfo(String value) {
        return URL_USER_INFO.matcher(value).replaceAll(Matcher.quoteReplacement(HIDDEN + "@"));
    }
}
