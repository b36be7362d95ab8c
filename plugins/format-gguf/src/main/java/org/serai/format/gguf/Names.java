package org.serai.format.gguf;

import java.util.HexFormat;

/** Puts names that strangers chose into messages. */
final class Names {
    private static final int LIMIT = 80;

    private Names() {}

    /** The name in quotation marks, abridged, with control characters made visible. */
    static String quote(String name) {
        StringBuilder quoted = new StringBuilder("\"");
        int length = Math.min(name.length(), LIMIT);
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            if (Character.isISOControl(c)) {
                quoted.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append(name.length() > LIMIT ? "…\"" : "\"").toString();
    }
}
