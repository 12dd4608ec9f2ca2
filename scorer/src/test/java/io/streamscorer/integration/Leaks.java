package io.streamscorer.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Looks for secrets where everyone can look: in what a process puts out, in its HTTP answers, in its command line. */
final class Leaks {
    private final Map<String, String> secrets = new LinkedHashMap<>();

    /** Adds a secret, in the forms in which it travels. */
    Leaks secret(String name, String value) {
        secrets.put(name, value);
        secrets.put(name + " in base64", Base64.getEncoder().encodeToString(value.getBytes(UTF_8)));
        secrets.put(name + " as in a URL", URLEncoder.encode(value, UTF_8));
        return this;
    }

    /** Adds the credentials that are sent for a user. */
    Leaks user(String name, String password) {
        return secret("password of " + name, password).secret("credentials of " + name, name + ":" + password);
    }

    /** Adds a key in PEM by its longest line. */
    Leaks key(String name, String pem) {
        return secret(
                name,
                pem.lines().filter(line -> !line.startsWith("-")).findFirst().orElseThrow());
    }

    /** Fails when the text holds a secret. */
    void assertNoneIn(String where, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        secrets.forEach((name, secret) -> {
            int at = lower.indexOf(secret.toLowerCase(Locale.ROOT));
            String around = at < 0 ? "" : text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 200));
            assertThat(at).as("%s in %s: ...%s...", name, where, around).isNegative();
        });
    }

    /** Fails when a running scorer shows a secret to anyone. */
    void assertNoneShownBy(ScorerInstance scorer) {
        for (String path : new String[] {"/", "/health/live", "/health/ready", "/metrics", "/nothing"}) {
            assertNoneIn(path, scorer.body(path));
        }
        assertThat(scorer.commandLine()).contains("io.streamscorer.cli.Main");
        assertNoneIn("the command line", scorer.commandLine());
        assertNoneIn("the output", scorer.output());
    }
}
