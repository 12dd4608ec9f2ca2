package io.streamscorer.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Checks objects by the schemas in {@code kubernetes/schemas.json}; {@code SCHEMAS.md} beside them says whose they are. As strict as
 * {@code kubectl apply --validate=strict}: a field that a schema does not name is a problem. Knows the keywords of JSON Schema that those
 * schemas have, and fails on any other.
 */
final class KubernetesSchemas {
    private static final String DEFINITIONS = "#/definitions/";
    /** Kubernetes' numbers with a unit, such as 768Mi, 250m, 1e3. */
    private static final Pattern QUANTITY =
            Pattern.compile("[+-]?(\\d+|\\d+\\.\\d*|\\.\\d+)(([KMGTPE]i)|[numkMGTPE]|([eE][+-]?\\d+))?");

    private final JsonNode document;

    private KubernetesSchemas(JsonNode document) {
        this.document = document;
    }

    static KubernetesSchemas load() {
        try (InputStream schemas = Objects.requireNonNull(
                KubernetesSchemas.class.getResourceAsStream("/kubernetes/schemas.json"), "kubernetes/schemas.json")) {
            return new KubernetesSchemas(new ObjectMapper().readTree(schemas));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with an object, a line each: where, and what. Empty if nothing is. */
    List<String> problems(JsonNode object) {
        String kind =
                object.path("apiVersion").asText() + "/" + object.path("kind").asText();
        JsonNode definition = document.path("kinds").path(kind);
        if (definition.isMissingNode()) {
            return List.of(kind + ": schemas.json has no such kind");
        }
        List<String> problems = new ArrayList<>();
        String name = object.path("kind").asText() + " "
                + object.path("metadata").path("name").asText();
        check(definition(definition.asText()), object, name, problems);
        return problems;
    }

    private JsonNode definition(String name) {
        JsonNode definition = document.path("definitions").path(name);
        if (definition.isMissingNode()) {
            throw new IllegalStateException("schemas.json: there is no definition " + name);
        }
        return definition;
    }

    private void check(JsonNode schema, JsonNode value, String place, List<String> problems) {
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            JsonNode argument = keyword.getValue();
            switch (keyword.getKey()) {
                case "$ref" ->
                    check(definition(argument.asText().substring(DEFINITIONS.length())), value, place, problems);
                case "type" -> checkType(argument.asText(), value, place, problems);
                case "properties" -> checkFields(schema, value, place, problems);
                case "additionalProperties" -> checkOtherFields(schema, argument, value, place, problems);
                case "required" -> checkRequired(argument, value, place, problems);
                case "items" -> {
                    for (int i = 0; value.isArray() && i < value.size(); i++) {
                        check(argument, value.get(i), place + "[" + i + "]", problems);
                    }
                }
                case "enum" -> checkChoice(argument, value, place, problems);
                case "oneOf", "anyOf" -> checkBranches(argument, value, place, problems);
                case "pattern" -> checkPattern(Pattern.compile(argument.asText()), value, place, problems);
                case "minLength" -> {
                    if (value.isTextual() && value.asText().length() < argument.asInt()) {
                        problems.add(place + ": is shorter than " + argument);
                    }
                }
                case "format" -> {
                    if (argument.asText().equals("quantity")
                            && !QUANTITY.matcher(value.asText()).matches()) {
                        problems.add(place + ": expected a quantity, is " + value);
                    }
                }
                case "default" -> {}
                default -> throw new IllegalStateException("schemas.json: keyword is not known: " + keyword.getKey());
            }
        }
    }

    private static void checkType(String type, JsonNode value, String place, List<String> problems) {
        boolean fits = switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> throw new IllegalStateException("schemas.json: type is not known: " + type);
        };
        if (!fits) {
            problems.add(place + ": expected " + type + ", is " + value);
        }
    }

    private void checkFields(JsonNode schema, JsonNode value, String place, List<String> problems) {
        JsonNode fields = schema.path("properties");
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            JsonNode expected = fields.get(field.getKey());
            if (expected != null) {
                check(expected, field.getValue(), place + "." + field.getKey(), problems);
            } else if (!schema.has("additionalProperties")) {
                problems.add(place + ": there is no field " + field.getKey());
            }
        }
    }

    private void checkOtherFields(
            JsonNode schema, JsonNode argument, JsonNode value, String place, List<String> problems) {
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            if (schema.path("properties").has(field.getKey())) {
                continue;
            }
            if (argument.isObject()) {
                check(argument, field.getValue(), place + "." + field.getKey(), problems);
            } else if (!argument.asBoolean()) {
                problems.add(place + ": there is no field " + field.getKey());
            }
        }
    }

    private static void checkRequired(JsonNode names, JsonNode value, String place, List<String> problems) {
        for (JsonNode name : names) {
            if (value.isObject() && !value.has(name.asText())) {
                problems.add(place + ": lacks " + name.asText());
            }
        }
    }

    private static void checkChoice(JsonNode choices, JsonNode value, String place, List<String> problems) {
        for (JsonNode choice : choices) {
            if (choice.equals(value)) {
                return;
            }
        }
        problems.add(place + ": expected one of " + choices + ", is " + value);
    }

    private void checkBranches(JsonNode branches, JsonNode value, String place, List<String> problems) {
        List<String> ofBranches = new ArrayList<>();
        for (JsonNode branch : branches) {
            List<String> ofBranch = new ArrayList<>();
            check(branch, value, place, ofBranch);
            if (ofBranch.isEmpty()) {
                return;
            }
            ofBranches.addAll(ofBranch);
        }
        problems.addAll(ofBranches);
    }

    private static void checkPattern(Pattern pattern, JsonNode value, String place, List<String> problems) {
        if (value.isTextual() && !pattern.matcher(value.asText()).find()) {
            problems.add(place + ": expected what fits " + pattern + ", is " + value);
        }
    }
}
