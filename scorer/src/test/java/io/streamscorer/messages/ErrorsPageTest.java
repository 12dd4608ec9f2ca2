package io.streamscorer.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.cli.Main;
import io.streamscorer.failure.FailureCategory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the list of messages in {@code docs/errors.md} and the texts in the code against each other. */
class ErrorsPageTest {
    private static final Path PAGE = Path.of("../docs/errors.md");
    private static final Path README = Path.of("../README.md");
    private static final Path LAUNCHER = Path.of("src/main/bin/scorer");

    private static List<Template> code = List.of();
    private static String markdown = "";
    private static String readme = "";

    @BeforeAll
    static void read() throws Exception {
        List<Template> all = new ArrayList<>(CodeTexts.ofClasses(classes()));
        all.addAll(CodeTexts.ofScript(LAUNCHER));
        code = all;
        markdown = Files.readString(PAGE);
        readme = Files.readString(README);
    }

    private static Path classes() throws URISyntaxException {
        return Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    @Test
    void shouldListEveryMessage() {
        // given
        ErrorsPage page = ErrorsPage.parse(markdown);

        // when / then
        assertThat(page.missing(code, readme))
                .as("texts of the code that no block of docs/errors.md has: add them, with cause and remedy")
                .isEmpty();
    }

    @Test
    void shouldListNothingElse() {
        // given
        ErrorsPage page = ErrorsPage.parse(markdown);

        // when / then
        assertThat(page.stale(code))
                .as("lines of docs/errors.md that no code has any more: correct or remove them")
                .isEmpty();
    }

    @Test
    void shouldExplainEachBlock() {
        // given / when
        ErrorsPage page = ErrorsPage.parse(markdown);

        // then
        assertThat(page.unexplained()).as("blocks without cause and remedy").isEmpty();
        assertThat(page.messages()).hasSizeGreaterThan(300);
    }

    @Test
    void shouldHaveAHeadingForEachCategoryOfDeadLetters() {
        // given
        List<String> categories = Arrays.stream(FailureCategory.values())
                .map(FailureCategory::wireName)
                .toList();

        // when
        List<String> headings = Pattern.compile("(?m)^### `([a-z-]+)`$")
                .matcher(markdown)
                .results()
                .map((MatchResult heading) -> heading.group(1))
                .toList();

        // then
        assertThat(headings).containsExactlyElementsOf(categories);
    }

    @Test
    void shouldSeeTheTextsOfEveryWay() {
        // given a message of each kind: a concatenation, a constant, a field's initializer, a logger's, a formatter's
        // and the launcher's

        // when
        List<String> texts = code.stream().map(Template::text).toList();

        // then
        assertThat(texts)
                .contains(
                        "…: topic '…' does not exist at …, and topics.create=false. Create it with at least …",
                        "the value has 0 bytes; expected an Avro event",
                        "is missing, since its map lacks the key",
                        "Waiting, for … s more (retry.timeout.ms): …",
                        "…: the model does not give what its own samples expect: … of … disagree (tolerance …, largest difference …)",
                        "scorer: no Java found at '…'. Install Java 17 or later, or set JAVA_HOME");
        assertThat(code.stream().filter(Template::isProse)).hasSizeGreaterThan(500);
    }

    @Test
    void shouldMissAMessageThatIsTakenOffThePage() {
        // given
        String message = "…: is set twice, first in …. Remove one of the two.";
        ErrorsPage page = ErrorsPage.parse(markdown.replace(message, "…: …"));

        // when / then
        assertThat(page.missing(code, readme)).singleElement().asString().endsWith(message);
    }

    @Test
    void shouldMissAMessageThatIsNewInTheCode() {
        // given
        ErrorsPage page = ErrorsPage.parse(markdown);
        List<Template> more = Template.ofCode("New.check", "…: is a brand new complaint about …");

        // when / then
        assertThat(page.missing(more, readme)).containsExactly("New.check: …: is a brand new complaint about …");
    }

    @Test
    void shouldFindALineThatNoCodeHas() {
        // given
        List<Template> less = code.stream()
                .filter(text -> !text.text().contains("is set twice, first in"))
                .toList();

        // when / then
        assertThat(ErrorsPage.parse(markdown).stale(less)).isNotEmpty().allMatch(line -> line.contains("is set twice"));
    }
}
