package org.serai.chat.template.value;

import org.serai.chat.template.value.Value.None;
import org.serai.chat.template.value.Value.Numeric;
import org.serai.chat.template.value.Value.Text;
import org.serai.chat.template.value.Value.Tuple;

/** What may be a key of a mapping: scalars, and tuples of scalars. */
public final class Keys {
    private Keys() {}

    /** The value, where it may be a key; pays for the comparison with another key. */
    public static Value checked(Value key, Budget budget) {
        budget.scan(key instanceof Text text ? text.text().length() : 0);
        boolean possible = key instanceof Tuple tuple ? tuple.items().stream().allMatch(Keys::isScalar) : isScalar(key);
        if (!possible) {
            throw TemplateFailure.failed("unhashable type: '" + Types.name(Types.defined(key)) + "'");
        }
        return key;
    }

    private static boolean isScalar(Value value) {
        return value instanceof None || value instanceof Numeric || value instanceof Text;
    }
}
