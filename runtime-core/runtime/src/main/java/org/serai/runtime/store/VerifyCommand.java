package org.serai.runtime.store;

import java.util.List;
import java.util.concurrent.Callable;
import org.serai.command.CommandStreams;
import org.serai.error.SeraiException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code serai model verify}. */
@Command(name = "verify", description = "Reads models again and compares them with their recorded digests.")
final class VerifyCommand implements Callable<Integer> {
    private final ModelStore store;
    private final CommandStreams streams;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Models of the store; all where none is named.")
    private List<String> names = List.of();

    VerifyCommand(ModelStore store, CommandStreams streams) {
        this.store = store;
        this.streams = streams;
    }

    @Override
    public Integer call() {
        boolean sound = true;
        for (String name : names.isEmpty() ? store.folder().names() : names) {
            sound &= verify(name);
        }
        return sound ? 0 : 1;
    }

    private boolean verify(String name) {
        try {
            streams.out().println("ok   " + name + "  " + store.resolve(name).digest());
            return true;
        } catch (SeraiException e) {
            streams.out().println("BAD  " + name + "  " + e.getMessage());
            return false;
        }
    }
}
