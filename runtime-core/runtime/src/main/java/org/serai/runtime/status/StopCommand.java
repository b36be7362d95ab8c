package org.serai.runtime.status;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.serai.command.Command;
import org.serai.command.CommandStreams;
import org.serai.error.SeraiException;
import org.serai.runtime.command.CommandErrors;
import org.serai.runtime.command.CommandLines;
import org.serai.runtime.command.CommandShell;

/** {@code serai stop}: asks the launcher, which registered the way to do it, to stop this instance. */
@Component(property = {Command.NAME + "=stop", Command.SCOPE + "=" + Command.INSTANCE})
public final class StopCommand implements Command {
    @Reference(
            target = "(serai.shutdown=true)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Runnable shutdown;

    @Override
    public String summary() {
        return "stop the running instance once its work in flight is done";
    }

    @Override
    public int run(List<String> arguments, CommandStreams streams) throws Exception {
        return CommandLines.execute(new Call(streams), arguments, streams);
    }

    @picocli.CommandLine.Command(
            name = "serai stop",
            description = "Stops the running instance once its work in flight is done.")
    final class Call implements Callable<Integer> {
        private final CommandStreams streams;

        Call(CommandStreams streams) {
            this.streams = streams;
        }

        @Override
        public Integer call() {
            Runnable stop = shutdown;
            if (stop == null) {
                throw new SeraiException(
                        CommandErrors.NO_SHUTDOWN,
                        "This instance was not started by bin/serai and cannot be stopped from here; end process "
                                + ProcessHandle.current().pid());
            }
            streams.out().println("stopping");
            // Stopping takes this bundle down too: the caller gets its answer from a thread that does not wait for
            // that.
            Thread.ofPlatform().name("serai-shutdown").start(stop);
            return CommandShell.OK;
        }
    }
}
