package org.serai.chat.template.syntax;

/**
 * A piece of a template's source.
 *
 * @param text the characters; of a string its value
 */
record Token(Kind kind, String text, int line) {
    /** What a token is. */
    enum Kind {
        DATA("template data / text"),
        VARIABLE_BEGIN("begin of print statement"),
        VARIABLE_END("end of print statement"),
        BLOCK_BEGIN("begin of statement block"),
        BLOCK_END("end of statement block"),
        NAME("name"),
        STRING("string"),
        INTEGER("integer"),
        FLOAT("float"),
        OPERATOR("operator"),
        END("end of template");

        private final String description;

        Kind(String description) {
            this.description = description;
        }

        String description() {
            return description;
        }
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    /** The token in messages. */
    String describe() {
        return switch (kind) {
            case NAME, OPERATOR -> text;
            default -> kind.description;
        };
    }
}
