package org.serai.launcher;

import java.util.Iterator;
import java.util.List;
import org.serai.error.SeraiException;

/**
 * The words after {@code serai demo}.
 *
 * @param once true to end when all samples are done
 * @param model the model that answers
 */
record DemoOptions(boolean once, String model) {
    private static final String DEFAULT_MODEL = "qwen2.5-coder-0.5b-instruct";
    private static final String MODEL_EQUALS = "--model=";

    static DemoOptions parse(List<String> words) {
        boolean once = false;
        String model = DEFAULT_MODEL;
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            if (word.equals("--once")) {
                once = true;
            } else if (word.equals("--model") && rest.hasNext()) {
                model = rest.next();
            } else if (word.startsWith(MODEL_EQUALS)) {
                model = word.substring(MODEL_EQUALS.length());
            } else {
                throw new SeraiException(
                        LauncherErrors.USAGE,
                        "'serai demo' takes --once and --model NAME, not '" + word
                                + "': 'serai model list' has the names.");
            }
        }
        return new DemoOptions(once, model);
    }
}
