package io.streamscorer.packaging;

import io.streamscorer.failure.Lines;
import io.streamscorer.failure.SetupException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML text as plain objects: mappings, lists, texts, numbers, truth values and null. Of texts without quotes only those are something else
 * that can be nothing else: {@code true} and {@code false}, decimal numbers, {@code .nan}, {@code .inf}, {@code null}. What YAML 1.1 reads as a truth value
 * ({@code NO}), an octal or sexagesimal number ({@code 010}, {@code 12:30}) or a date stays the text that was written, since categories and versions
 * look so. JSON is read as well.
 */
final class YamlDocument {
    private static final int MAX_CODE_POINTS = 3 * 1024 * 1024;

    private YamlDocument() {}

    /**
     * Reads a file.
     *
     * @throws SetupException in one line if it cannot be read or is no YAML
     */
    static @Nullable Object read(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            return parser().load(reader);
        } catch (CharacterCodingException e) {
            throw new SetupException(file + ": is not UTF-8 text");
        } catch (IOException e) {
            throw new SetupException(file + ": cannot be read: " + Lines.of(e));
        } catch (YAMLException e) {
            throw new SetupException(file + ": " + problem(e));
        }
    }

    /**
     * Reads a text that stands in a file.
     *
     * @param place the file, and where in it
     * @throws SetupException in one line if it is no YAML
     */
    static @Nullable Object parse(String text, String place) {
        try {
            return parser().load(new StringReader(text));
        } catch (YAMLException e) {
            throw new SetupException(place + ": " + problem(e));
        }
    }

    private static String problem(YAMLException failure) {
        if (failure instanceof MarkedYAMLException marked) {
            String place = marked.getProblemMark() == null
                    ? ""
                    : "line " + (marked.getProblemMark().getLine() + 1) + ", column "
                            + (marked.getProblemMark().getColumn() + 1) + ": ";
            return place + Lines.of(String.valueOf(marked.getProblem()));
        }
        return Lines.of(failure);
    }

    private static Yaml parser() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        options.setMaxAliasesForCollections(200);
        options.setNestingDepthLimit(20);
        options.setCodePointLimit(MAX_CODE_POINTS);
        DumperOptions unused = new DumperOptions();
        return new Yaml(new SafeConstructor(options), new Representer(unused), unused, options, new Scalars());
    }

    /** Which texts without quotes are no texts. */
    private static final class Scalars extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, Pattern.compile("true|false"), "tf");
            addImplicitResolver(Tag.INT, Pattern.compile("-?(0|[1-9][0-9]*)"), "-0123456789");
            addImplicitResolver(
                    Tag.FLOAT,
                    Pattern.compile("[-+]?([0-9]+\\.[0-9]*|\\.[0-9]+|[0-9]{1,20}(?=[eE]))([eE][-+]?[0-9]{1,3})?"
                            + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)"),
                    "-+0123456789.");
            addImplicitResolver(Tag.MERGE, Pattern.compile("<<"), "<");
            addImplicitResolver(Tag.NULL, Pattern.compile("~|null|"), "~n\0");
        }
    }
}
