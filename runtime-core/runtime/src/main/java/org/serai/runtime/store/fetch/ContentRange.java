package org.serai.runtime.store.fetch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header of that name (RFC 9110, 14.4).
 *
 * @param start the first byte that was sent; -1 where none was
 * @param total bytes of the whole file; -1 where the server does not say
 */
public record ContentRange(long start, long total) {
    private static final Pattern FORM = Pattern.compile("bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(?:(\\d{1,18})|\\*)");

    static ContentRange parse(@Nullable String header) {
        Matcher matcher = FORM.matcher(header == null ? "" : header);
        return matcher.matches()
                ? new ContentRange(number(matcher.group(1)), number(matcher.group(2)))
                : new ContentRange(-1, -1);
    }

    private static long number(@Nullable String digits) {
        return digits == null ? -1 : Long.parseLong(digits);
    }
}
