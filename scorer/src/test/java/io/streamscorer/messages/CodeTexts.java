package io.streamscorer.messages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The texts that the product's code holds, read from its compiled classes and from its launcher.
 *
 * <p>Design. A text reaches a person by many ways: exceptions of five kinds, lists of problems, consumers of problems, parts of sentences that
 * a method returns, enum constants, loggers, printers. Following each way would miss the next one. So every text that a method loads
 * counts, whatever becomes of it: constants ({@code ldc}) and the recipes of concatenations ({@code
 * StringConcatFactory.makeConcatWithConstants}, whose arguments are marked in the recipe). What is no message has to be told apart by what it
 * is, see {@link Template#isProse} and {@link ErrorsPage}. Texts of annotations are not loaded by methods and so are not seen.
 */
final class CodeTexts {
    /** Prints a model's description and a {@code model.yaml} to begin with: its lines are what was asked for, no message. */
    private static final Set<String> DESCRIPTIONS = Set.of(
            "io/streamscorer/cli/ModelDescription",
            "io/streamscorer/cli/ModelYaml",
            "io/streamscorer/cli/OutputYaml",
            "io/streamscorer/cli/SchemaFields$Field");

    private static final Pattern SAID = Pattern.compile("echo \"([^\"]*)\" >&2");

    private CodeTexts() {}

    /** All texts below a directory of classes. */
    static List<Template> ofClasses(Path classes) throws IOException {
        List<Template> templates = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes)) {
            files.filter(file -> file.toString().endsWith(".class")).sorted().forEach(file -> read(file, templates));
        }
        return templates;
    }

    /** What a shell script says on standard error, with its variables as gaps. */
    static List<Template> ofScript(Path script) throws IOException {
        List<Template> templates = new ArrayList<>();
        Matcher said = SAID.matcher(Files.readString(script));
        while (said.find()) {
            templates.add(Template.of(
                    String.valueOf(script.getFileName()),
                    said.group(1).replaceAll("\\$\\{?\\w+(:-)?}?", Template.GAP)));
        }
        return templates;
    }

    private static void read(Path file, List<Template> templates) {
        try {
            ClassReader reader = new ClassReader(Files.readAllBytes(file));
            if (!DESCRIPTIONS.contains(reader.getClassName())) {
                reader.accept(
                        new Texts(reader.getClassName(), templates), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Texts extends ClassVisitor {
        private final String type;
        private final List<Template> templates;

        Texts(String type, List<Template> templates) {
            super(Opcodes.ASM9);
            this.type = type.substring(type.lastIndexOf('/') + 1);
            this.templates = templates;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            String place = type + "." + name;
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitLdcInsn(Object value) {
                    if (value instanceof String text) {
                        templates.addAll(Template.ofCode(place, text));
                    }
                }

                @Override
                public void visitInvokeDynamicInsn(
                        String called, String calledDescriptor, Handle bootstrap, Object... arguments) {
                    if (called.equals("makeConcatWithConstants")) {
                        String recipe = ((String) arguments[0]).replace("\1", Template.GAP);
                        for (int i = 1; i < arguments.length; i++) {
                            recipe = recipe.replaceFirst("\2", Matcher.quoteReplacement(String.valueOf(arguments[i])));
                        }
                        templates.addAll(Template.ofCode(place, recipe));
                    }
                }
            };
        }
    }
}
