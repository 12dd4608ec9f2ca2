package io.streamscorer.packaging;

import io.streamscorer.failure.Lines;
import io.streamscorer.failure.SetupException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML text as plain objects: mappings, lists, texts, numbers, truth values and null. Of texts without quotes only those are something else
 * that can be nothing else: {@code true} and {@code false}, decimal numbers, {@code .nan}, {@code .inf}, {@code null}. What YAML 1.1 reads as a truth value
 * ({@code NO}), an octal or sexagesimal number ({@code 010}, {@code 12:30}) or a date stays the text that was written, since categories and versions
 * look so. JSON is read as well.
 */
final class YamlDocument {
    private static final int MAX_CODE_POINTS = 3 * 1024 * 1024;
    private static final int MAX_BYTES = 4 * MAX_CODE_POINTS;

    private YamlDocument() {}

    /**
     * Reads a file.
     *
     * @throws SetupException in one line if it cannot be read, is no YAML, or is more than a description can be
     */
    static @Nullable Object read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new SetupException(file + ": has more than " + MAX_BYTES + " bytes, which is no description");
            }
            // Malformed bytes are an error, not a replacement character.
            return load(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
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
     * @throws SetupException in one line if it is no YAML, or is more than a description can be
     */
    static @Nullable Object parse(String text, String place) {
        try {
            return load(text);
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

    private static @Nullable Object load(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        options.setMaxAliasesForCollections(200);
        options.setNestingDepthLimit(20);
        options.setCodePointLimit(MAX_CODE_POINTS);
        // Of YAML's tags it knows the standard's: no tag makes an object of a class that the text names.
        SafeConstructor constructor = new SafeConstructor(options);
        constructor.setAllowDuplicateKeys(false);
        constructor.setComposer(new Bounded(new ParserImpl(new StreamReader(text), options), options));
        return constructor.getSingleData(Object.class);
    }

    /**
     * Refuses a text whose aliases stand for much more than it says: ten lines in which each repeats the one before ten times make no large
     * objects, but an endless message or hash code.
     */
    private static final class Bounded extends Composer {
        private static final long MAX_CHARACTERS = 16L * 1024 * 1024;
        private static final long UNFINISHED = -1;

        /** How many characters each node stands for. */
        private final Map<Node, Long> sizes = new IdentityHashMap<>();

        Bounded(Parser parser, LoaderOptions options) {
            super(parser, new Scalars(), options);
        }

        @Override
        public @Nullable Node getSingleNode() {
            Node root = super.getSingleNode();
            if (root != null) {
                size(root);
            }
            return root;
        }

        private long size(Node node) {
            Long known = sizes.get(node);
            if (known != null) {
                if (known == UNFINISHED) {
                    throw new YAMLException("an alias stands within what it names");
                }
                return known;
            }
            sizes.put(node, UNFINISHED);
            long size = 1;
            if (node instanceof ScalarNode scalar) {
                size += scalar.getValue().length();
            } else if (node instanceof SequenceNode sequence) {
                for (Node item : sequence.getValue()) {
                    size += size(item);
                }
            } else if (node instanceof MappingNode mapping) {
                for (NodeTuple entry : mapping.getValue()) {
                    size += size(entry.getKeyNode()) + size(entry.getValueNode());
                }
            }
            if (size > MAX_CHARACTERS) {
                throw new YAMLException("its aliases stand for more than " + MAX_CHARACTERS + " characters");
            }
            sizes.put(node, size);
            return size;
        }
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
