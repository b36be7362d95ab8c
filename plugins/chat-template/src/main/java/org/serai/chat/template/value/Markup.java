package org.serai.chat.template.value;

/** Escaping for HTML, as MarkupSafe does it. */
public final class Markup {
    private Markup() {}

    public static String escape(String text, Budget budget) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '\'' -> escaped.append("&#39;");
                case '"' -> escaped.append("&#34;");
                default -> escaped.append(character);
            }
        }
        return budget.made(escaped.toString());
    }
}
