package org.serai.device.opencl.check;

import java.util.List;
import java.util.Map;

/** Writes maps, lists, strings, numbers and truth values as JSON, indented, in ASCII. */
final class Json {
    private static final String STEP = "  ";

    private final StringBuilder text = new StringBuilder();

    private Json() {}

    /** @param value of {@link Map} with strings as keys, {@link List}, {@link String}, {@link Number}, {@link Boolean} */
    static String of(Object value) {
        Json json = new Json();
        json.write(value, "\n");
        return json.text.append('\n').toString();
    }

    private void write(Object value, String newLine) {
        switch (value) {
            case Map<?, ?> map -> {
                text.append('{');
                String separator = newLine + STEP;
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    text.append(separator);
                    string(String.valueOf(entry.getKey()));
                    text.append(" : ");
                    write(entry.getValue(), newLine + STEP);
                    separator = "," + newLine + STEP;
                }
                text.append(newLine).append('}');
            }
            case List<?> list -> {
                text.append('[');
                String separator = newLine + STEP;
                for (Object element : list) {
                    text.append(separator);
                    write(element, newLine + STEP);
                    separator = "," + newLine + STEP;
                }
                text.append(newLine).append(']');
            }
            case Double number when !Double.isFinite(number) -> text.append("null");
            case Number number -> text.append(number);
            case Boolean truth -> text.append(truth);
            default -> string(value.toString());
        }
    }

    private void string(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
