package io.streamscorer.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A properties file in UTF-8 with the line of each key. The format is {@link Properties#load(java.io.Reader)}'s own: each logical line goes
 * through it alone, so that its rules for escapes and separators hold and the line number is known.
 */
final class SettingsFile {
    private SettingsFile() {}

    /** Reads the file's settings in their order; adds to {@code problems} what cannot be read. */
    static List<Setting> read(Path file, List<String> problems) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            problems.add("Settings file " + file + ": expected a properties file, but there is none at "
                    + file.toAbsolutePath().normalize() + ". Check the path.");
            return List.of();
        } catch (CharacterCodingException e) {
            problems.add("Settings file " + file + ": expected UTF-8, but it has other bytes. Save it as UTF-8.");
            return List.of();
        } catch (IOException e) {
            problems.add(
                    "Settings file " + file + ": expected a readable properties file, but reading it failed: " + e);
            return List.of();
        }
        return parse(String.valueOf(file.getFileName()), lines, problems);
    }

    private static List<Setting> parse(String name, List<String> lines, List<String> problems) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            int first = i;
            StringBuilder logical = new StringBuilder(withoutByteOrderMark(lines.get(i), i));
            while (!isComment(logical) && endsInContinuation(logical) && i + 1 < lines.size()) {
                i++;
                logical.append('\n').append(lines.get(i));
            }
            String origin = name + ":" + (first + 1);
            for (Map.Entry<String, String> entry :
                    load(logical.toString(), origin, problems).entrySet()) {
                String key = entry.getKey();
                Setting setting = new Setting(key, entry.getValue(), entry.getValue(), origin);
                Setting earlier = settings.putIfAbsent(key, setting);
                if (earlier != null) {
                    problems.add(setting.place() + ": is set twice, first in " + earlier.origin()
                            + ". Remove one of the two.");
                }
            }
        }
        return new ArrayList<>(settings.values());
    }

    private static Map<String, String> load(String logicalLine, String origin, List<String> problems) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(logicalLine));
        } catch (IOException | IllegalArgumentException e) {
            problems.add(origin + ": expected key=value, but the line cannot be read: " + e.getMessage());
        }
        Map<String, String> entries = new LinkedHashMap<>();
        for (String key : properties.stringPropertyNames()) {
            entries.put(key, properties.getProperty(key));
        }
        return entries;
    }

    private static String withoutByteOrderMark(String line, int index) {
        return index == 0 && line.startsWith("\uFEFF") ? line.substring(1) : line;
    }

    private static boolean isComment(CharSequence line) {
        String text = line.toString().stripLeading();
        return text.startsWith("#") || text.startsWith("!");
    }

    /** A line goes on when it ends in an odd number of backslashes. */
    private static boolean endsInContinuation(CharSequence line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
