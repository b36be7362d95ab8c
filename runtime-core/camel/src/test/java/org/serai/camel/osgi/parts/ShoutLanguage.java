package org.serai.camel.osgi.parts;

import java.util.Locale;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.support.ExpressionAdapter;
import org.apache.camel.support.ExpressionToPredicateAdapter;
import org.apache.camel.support.LanguageSupport;

/** The language {@code shout}: its text in capitals. */
public final class ShoutLanguage extends LanguageSupport {
    @Override
    public Predicate createPredicate(String text) {
        return ExpressionToPredicateAdapter.toPredicate(createExpression(text));
    }

    @Override
    public Expression createExpression(String text) {
        return new Shouted(text);
    }

    /** The expression of the language. */
    public static final class Shouted extends ExpressionAdapter {
        private final String text;

        Shouted(String text) {
            this.text = text;
        }

        @Override
        public Object evaluate(org.apache.camel.Exchange exchange) {
            return text.toUpperCase(Locale.ROOT);
        }
    }
}
