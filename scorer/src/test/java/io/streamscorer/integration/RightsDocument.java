package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/** The rights that {@code docs/security.md} lists: what it says is what the tests grant. */
final class RightsDocument {
    private static final Path FILE = Path.of("../docs/security.md");
    private static final Pattern SETTING = Pattern.compile("\\{([a-z.]+)}");

    /** The options by which {@code kafka-acls.sh} names a resource. */
    private static final Map<String, ResourceType> OPTIONS = Map.of(
            "--topic", ResourceType.TOPIC,
            "--group", ResourceType.GROUP,
            "--transactional-id", ResourceType.TRANSACTIONAL_ID);

    private RightsDocument() {}

    /**
     * One line of the list.
     *
     * @param resource what it is granted on
     * @param name the resource's name, with settings in braces
     * @param pattern whether the name is all of it or its beginning
     * @param operation what it allows
     * @param forTransactions whether only {@code exactly_once_v2} needs it
     */
    record Right(
            ResourceType resource, String name, PatternType pattern, AclOperation operation, boolean forTransactions) {
        /** The setting that names the resource. */
        String setting() {
            Matcher matcher = SETTING.matcher(name);
            assertThat(matcher.find()).as(name).isTrue();
            return matcher.group(1);
        }

        /** As it is granted to a user who scores with these settings. */
        AclBinding grantedTo(String user, Map<String, String> settings) {
            String resourceName =
                    SETTING.matcher(name).replaceAll(key -> Matcher.quoteReplacement(settings.get(key.group(1))));
            return binding(user, resource, resourceName, pattern, operation);
        }

        @Override
        public String toString() {
            return operation + " on " + resource + " " + name;
        }
    }

    private static AclBinding binding(
            String user, ResourceType resource, String name, PatternType pattern, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(resource, name, pattern),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    /** What a scorer cannot do without. */
    static List<Right> required() {
        return table("rights");
    }

    /** What a scorer can do without. */
    static List<Right> optional() {
        return table("optional rights");
    }

    private static List<Right> table(String name) {
        List<Right> rights = between("<!-- " + name + " -->", "<!-- /" + name + " -->").stream()
                .filter(line -> line.contains("`"))
                .map(RightsDocument::right)
                .toList();
        assertThat(rights).as(name).isNotEmpty();
        return rights;
    }

    private static Right right(String line) {
        List<String> cells = Arrays.stream(line.split("\\|", -1))
                .map(cell -> cell.replace("`", "").strip())
                .toList();
        return new Right(
                ResourceType.valueOf(cells.get(1).toUpperCase(Locale.ROOT).replace(' ', '_')),
                cells.get(2),
                PatternType.fromString(cells.get(3).toUpperCase(Locale.ROOT)),
                SecurityUtils.operation(cells.get(4)),
                cells.get(5).contains("exactly_once_v2"));
    }

    /** What the commands of the example grant. */
    static List<AclBinding> commands(String user) {
        String text = String.join("\n", between("<!-- commands -->", "<!-- /commands -->"))
                .replace("\\\n", " ");
        return text.lines()
                .filter(line -> line.contains("kafka-acls.sh"))
                .map(line -> command(Arrays.asList(line.strip().split("\\s+", -1)), user))
                .toList();
    }

    private static AclBinding command(List<String> words, String user) {
        assertThat(words).contains("--add").containsSequence("--allow-principal", "User:" + user);
        String option = words.stream().filter(OPTIONS::containsKey).findFirst().orElseThrow();
        boolean prefixed = words.contains("--resource-pattern-type");
        return binding(
                user,
                OPTIONS.get(option),
                words.get(words.indexOf(option) + 1),
                prefixed
                        ? PatternType.fromString(words.get(words.indexOf("--resource-pattern-type") + 1)
                                .toUpperCase(Locale.ROOT))
                        : PatternType.LITERAL,
                SecurityUtils.operation(words.get(words.indexOf("--operation") + 1)));
    }

    private static List<String> between(String begin, String end) {
        try {
            List<String> lines = Files.readAllLines(FILE);
            assertThat(lines).contains(begin, end);
            return lines.subList(lines.indexOf(begin) + 1, lines.indexOf(end));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
