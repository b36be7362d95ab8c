package org.serai.runtime.status;

import java.util.List;
import java.util.Map;
import org.serai.status.StatusSource;

/**
 * How an instance is.
 *
 * @param home its home folder
 * @param warnings what makes it slower or weaker than it could be
 * @param sections what each part reports, in the order in which it is shown
 */
record StatusReport(String home, JvmStatus jvm, List<String> warnings, Map<String, List<StatusSource.Row>> sections) {
    /** True where no row needs the operator. Warnings do not count: the instance does its work. */
    boolean isHealthy() {
        return sections.values().stream().flatMap(List::stream).allMatch(StatusSource.Row::healthy);
    }
}
