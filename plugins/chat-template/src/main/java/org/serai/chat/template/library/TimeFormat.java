package org.serai.chat.template.library;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.serai.chat.template.value.TemplateFailure;

/** Python's {@code strftime}, in English. A minus sign after the percent sign leaves out leading zeros, as in glibc. */
final class TimeFormat {
    /** What a character of a format costs at most, in steps. */
    static final int STEPS_PER_CHARACTER = 50;

    private static final Pattern DIRECTIVE = Pattern.compile("%(?<bare>-)?(?<letter>.)?", Pattern.DOTALL);

    private TimeFormat() {}

    static String format(String format, ZonedDateTime time) {
        return DIRECTIVE
                .matcher(format)
                .replaceAll(directive -> Matcher.quoteReplacement(field((Matcher) directive, time)));
    }

    private static String field(Matcher directive, ZonedDateTime time) {
        String text = field(String.valueOf(directive.group("letter")), time);
        boolean bare = directive.group("bare") != null;
        return bare && text.length() > 1 ? text.replaceFirst("^0+(?=.)", "") : text;
    }

    private static String field(String letter, ZonedDateTime time) {
        return switch (letter) {
            case "%" -> "%";
            case "n" -> "\n";
            case "t" -> "\t";
            case "a" -> pattern("EEE", time);
            case "A" -> pattern("EEEE", time);
            case "b", "h" -> pattern("MMM", time);
            case "B" -> pattern("MMMM", time);
            case "c" -> pattern("EEE MMM ppd HH:mm:ss uuuu", time);
            case "C" -> pattern("uuuu", time).substring(0, 2);
            case "d" -> pattern("dd", time);
            case "D", "x" -> pattern("MM/dd/uu", time);
            case "e" -> pattern("ppd", time);
            case "f" -> pattern("SSSSSS", time);
            case "F" -> pattern("uuuu-MM-dd", time);
            case "H" -> pattern("HH", time);
            case "I" -> pattern("hh", time);
            case "j" -> pattern("DDD", time);
            case "m" -> pattern("MM", time);
            case "M" -> pattern("mm", time);
            case "p" -> time.get(ChronoField.AMPM_OF_DAY) == 0 ? "AM" : "PM";
            case "R" -> pattern("HH:mm", time);
            case "S" -> pattern("ss", time);
            case "s" -> Long.toString(time.toEpochSecond());
            case "T", "X" -> pattern("HH:mm:ss", time);
            case "u" -> Integer.toString(time.getDayOfWeek().getValue());
            case "U" -> week(time, time.getDayOfWeek().getValue() % 7);
            case "W" -> week(time, time.getDayOfWeek().getValue() - 1);
            case "w" -> Integer.toString(time.getDayOfWeek().getValue() % 7);
            case "y" -> pattern("uu", time);
            case "Y" -> pattern("uuuu", time);
            // the model hubs format a local time that knows no zone
            case "Z", "z" -> "";
            default -> throw TemplateFailure.failed("strftime_now() does not know %" + letter);
        };
    }

    /** The number of weeks begun in the year, given the days since the week began. */
    private static String week(ZonedDateTime time, int dayOfWeek) {
        return String.format("%02d", (time.getDayOfYear() + 6 - dayOfWeek) / 7);
    }

    private static String pattern(String pattern, ZonedDateTime time) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
    }
}
