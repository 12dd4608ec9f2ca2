package io.streamscorer.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The environment variables that override settings: {@code SCORER_} and the key in upper case with underscores for dots. */
final class EnvironmentSettings {
    static final String PREFIX = "SCORER_";
    private static final String CLIENT_TAG = PREFIX + "CLIENT_TAG_";

    /** Variables that the launcher script reads. A setting of Kafka's such as {@code log.summary.interval.ms} goes before. */
    private static final Pattern LAUNCHER = Pattern.compile("SCORER_(OPTS|HOME|LOG_.+)");

    /**
     * Variables that Kubernetes sets in every pod for a Service whose name begins with {@code scorer}: no person wrote them. The values of
     * {@code ..._PORT} are told by their {@code tcp://}.
     */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("SCORER_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_.+)?)");

    private static final Pattern SERVICE_LINK_PORT = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Map<String, String> keysByVariable;

    EnvironmentSettings(Set<String> knownKeys) {
        this.keysByVariable = new HashMap<>();
        for (String key : knownKeys) {
            keysByVariable.put(variable(key), key);
        }
    }

    /** The variable that sets the key, for example {@code SCORER_HTTP_PORT}. */
    static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /** Reads the overrides, ordered by variable; adds each variable that names no setting to {@code problems}. */
    List<Setting> read(Map<String, String> environment, List<String> problems) {
        List<Setting> settings = new ArrayList<>();
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (!variable.startsWith(PREFIX) || isForOthers(variable, value)) {
                return;
            }
            String origin = "environment variable " + variable;
            String key = keysByVariable.get(variable);
            if (key == null && variable.startsWith(CLIENT_TAG)) {
                key = "client.tag." + variable.substring(CLIENT_TAG.length()).toLowerCase(Locale.ROOT);
            }
            if (key == null) {
                problems.add(unknown(variable));
            } else {
                settings.add(new Setting(key, value, value, origin));
            }
        });
        return settings;
    }

    private boolean isForOthers(String variable, String value) {
        if (variable.endsWith("_PORT") && SERVICE_LINK_PORT.matcher(value).matches()) {
            return true;
        }
        if (keysByVariable.containsKey(variable)) {
            return false;
        }
        return LAUNCHER.matcher(variable).matches()
                || SERVICE_LINK.matcher(variable).matches();
    }

    private String unknown(String variable) {
        Optional<String> near = Suggestion.find(variable, keysByVariable.keySet(), Suggestion.limitFor(variable));
        return "Environment variable " + variable + ": names no setting."
                + near.map(name -> " Did you mean " + name + " (" + keysByVariable.get(name) + ")?")
                        .orElse(" A Kafka plug-in's own setting can only be given in the settings file; any other is "
                                + PREFIX + " and its key in upper case with '_' for '.'.");
    }
}
