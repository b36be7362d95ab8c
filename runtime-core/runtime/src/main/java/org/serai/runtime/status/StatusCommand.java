package org.serai.runtime.status;

import java.util.List;
import java.util.concurrent.Callable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.command.Command;
import org.serai.command.CommandStreams;
import org.serai.runtime.command.CommandLines;
import org.serai.runtime.command.CommandShell;
import picocli.CommandLine.Option;

/** {@code serai status}: how the running instance is. */
@Component(property = {Command.NAME + "=status", Command.SCOPE + "=" + Command.INSTANCE})
public final class StatusCommand implements Command {
    /** Exit status where something needs the operator. */
    static final int UNHEALTHY = 1;

    private final StatusCollector collector;

    @Activate
    public StatusCommand(@Reference(name = "collector") StatusCollector collector) {
        this.collector = collector;
    }

    @Override
    public String summary() {
        return "show how the running instance is";
    }

    @Override
    public int run(List<String> arguments, CommandStreams streams) throws Exception {
        return CommandLines.execute(new Call(collector, streams), arguments, streams);
    }

    @picocli.CommandLine.Command(
            name = "serai status",
            description =
                    "Shows how the running instance is: bundles, components, configuration, models, queue, routes.",
            exitCodeListHeading = "Exit status:%n",
            exitCodeList = {"0:healthy", "1:something needs attention", "3:no instance runs"})
    static final class Call implements Callable<Integer> {
        private final StatusCollector collector;
        private final CommandStreams streams;

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Option(names = "--all", description = "Show what is well, too, in every section.")
        private boolean all;

        Call(StatusCollector collector, CommandStreams streams) {
            this.collector = collector;
            this.streams = streams;
        }

        @Override
        public Integer call() {
            StatusReport report = collector.report();
            streams.out().print(json ? StatusFormats.json(report) + "\n" : StatusFormats.text(report, all));
            return report.isHealthy() ? CommandShell.OK : UNHEALTHY;
        }
    }
}
