package org.serai.runtime.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.serai.command.Command;
import org.serai.command.CommandStreams;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;
import picocli.CommandLine.Option;

class CommandShellTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CommandRegistry registry = new CommandRegistry();

    private int run(boolean instance, String... words) {
        CommandShell shell = new CommandShell(registry, new Instance(Path.of("/home/serai"), instance));
        return shell.run(
                List.of(words),
                new CommandStreams(InputStream.nullInputStream(), printer(out), printer(err), false, Path.of(".")));
    }

    private static PrintStream printer(ByteArrayOutputStream target) {
        return new PrintStream(target, false, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void runsACommandWithItsArgumentsAndGivesItsStatus() {
        ScriptedCommand.register(registry, "echo", Command.LOCAL, (arguments, streams) -> {
            streams.out().print(String.join("|", arguments));
            return 7;
        });
        assertEquals(7, run(false, "echo", "a", "ü b"));
        assertEquals("a|ü b", out());
        assertEquals("", err());
    }

    @Test
    void listsCommandsWithTheirSummaries() {
        ScriptedCommand.register(registry, "model", Command.LOCAL, (arguments, streams) -> 0);
        ScriptedCommand.register(registry, "alias", Command.INSTANCE, (arguments, streams) -> 0);
        assertEquals(0, run(false));
        assertTrue(out().contains("  alias  a scripted command\n  model  a scripted command\n"), out());
        String listed = out();
        assertEquals(0, run(false, "help"));
        assertEquals(0, run(false, "--help"));
        assertEquals(listed.repeat(3), out());
    }

    @Test
    void helpForACommandAsksTheCommand() {
        ScriptedCommand.register(registry, "alias", Command.INSTANCE, (arguments, streams) -> {
            streams.out().print(arguments);
            return 0;
        });
        assertEquals(0, run(false, "help", "alias"));
        assertEquals("[--help]", out());
    }

    @Test
    void anUnknownCommandGetsTheNearestOne() {
        ScriptedCommand.register(registry, "status", Command.LOCAL, (arguments, streams) -> 0);
        assertEquals(CommandShell.USAGE, run(false, "stauts"));
        assertTrue(err().startsWith("SERAI-1002: there is no command 'stauts'; did you mean 'status'?"), err());
    }

    @Test
    void aFailureIsOneLine() {
        ScriptedCommand.register(registry, "fail", Command.LOCAL, (arguments, streams) -> {
            throw new SeraiException(new ErrorCode(9900, ErrorCategory.INVALID), "it is wrong; do it right");
        });
        assertEquals(CommandShell.FAILED, run(false, "fail"));
        assertEquals("SERAI-9900: it is wrong; do it right\n", err());
    }

    @Test
    void anUnexpectedFailureHasACode() {
        ScriptedCommand.register(registry, "fail", Command.LOCAL, (arguments, streams) -> {
            throw new IllegalStateException("a defect");
        });
        assertEquals(CommandShell.FAILED, run(false, "fail"));
        assertTrue(err().startsWith("SERAI-1000: the command 'fail' failed unexpectedly"), err());
        assertTrue(err().contains("a defect"), err());
    }

    @Test
    void aCommandOfAnInstanceNeedsOne() {
        ScriptedCommand.register(registry, "status", Command.INSTANCE, (arguments, streams) -> 0);
        assertEquals(CommandShell.FAILED, run(false, "status"));
        assertEquals(
                "SERAI-1001: no instance is running in "
                        + Path.of("/home/serai").toAbsolutePath() + "; start one with `serai start`\n",
                err());
        assertEquals(0, run(true, "status"));
    }

    @Test
    void onlyLocalCommandsAreSentAwayByAnInstance() {
        ScriptedCommand.register(registry, "model", Command.LOCAL, (arguments, streams) -> 0);
        ScriptedCommand.register(registry, "status", Command.INSTANCE, (arguments, streams) -> 0);
        ScriptedCommand.register(registry, "route", Command.ANY, (arguments, streams) -> 0);
        CommandShell instance = new CommandShell(registry, new Instance(Path.of("."), true));
        assertTrue(instance.belongsElsewhere(List.of("model", "list")));
        assertFalse(instance.belongsElsewhere(List.of("status")));
        assertFalse(instance.belongsElsewhere(List.of("route")));
        assertFalse(instance.belongsElsewhere(List.of("unknown")));
        assertFalse(instance.belongsElsewhere(List.of()));
        CommandShell alone = new CommandShell(registry, new Instance(Path.of("."), false));
        assertFalse(alone.belongsElsewhere(List.of("model", "list")));
        assertEquals(0, run(false, "route"));
    }

    @Test
    void theFirstCommandOfANameWinsUntilItGoes() {
        ScriptedServices second = new ScriptedServices(new ScriptedCommand((arguments, streams) -> 2));
        ScriptedServices first = new ScriptedServices(new ScriptedCommand((arguments, streams) -> 1));
        Map<String, String> properties = Map.of(Command.NAME, "x", Command.SCOPE, Command.LOCAL);
        registry.addCommand(first, properties);
        registry.addCommand(second, properties);
        assertEquals(1, run(false, "x"));
        registry.removeCommand(second);
        assertEquals(1, run(false, "x"));
        registry.removeCommand(first);
        assertEquals(CommandShell.USAGE, run(false, "x"));
    }

    @Test
    void aCommandIsMadeWhenItIsWantedAndGivenBackWhenItGoes() {
        ScriptedServices services = new ScriptedServices(new ScriptedCommand((arguments, streams) -> 0));
        registry.addCommand(services, Map.of(Command.NAME, "x", Command.SCOPE, Command.LOCAL));
        assertEquals(CommandShell.USAGE, run(false, "y"));
        assertEquals(0, services.holders());

        assertEquals(0, run(false, "x"));
        assertEquals(0, run(false, "x"));
        assertEquals(1, services.holders());

        registry.removeCommand(services);
        assertEquals(0, services.holders());
    }

    /** It stops while it is made, and who stops it waits until it is forgotten. */
    @Test
    void aCommandIsForgottenWhileItIsMade() {
        CompletableFuture<Void> forgotten = new CompletableFuture<>();
        ScriptedServices services = new ScriptedServices(new ScriptedCommand((arguments, streams) -> 0)) {
            @Override
            public Command getService() {
                CompletableFuture.runAsync(() -> registry.removeCommand(this))
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join();
                forgotten.complete(null);
                return super.getService();
            }
        };
        registry.addCommand(services, Map.of(Command.NAME, "x", Command.SCOPE, Command.LOCAL));
        assertEquals(0, run(false, "x"));
        assertTrue(forgotten.isDone());
        assertEquals(CommandShell.USAGE, run(false, "x"));
    }

    @Test
    void aCommandThatCannotBeMadeIsToldOf() {
        registry.addCommand(new ScriptedServices(null), Map.of(Command.NAME, "x", Command.SCOPE, Command.LOCAL));
        ScriptedCommand.register(registry, "y", Command.LOCAL, (arguments, streams) -> 0);

        assertEquals(CommandShell.FAILED, run(false, "x"));
        assertTrue(err().startsWith("SERAI-1000: the command 'x' failed unexpectedly"), err());
        assertTrue(err().contains("cannot be activated"), err());

        assertEquals(0, run(false, "--help"));
        assertTrue(out().contains("  x  cannot be used: "), out());
        assertTrue(out().contains("  y  a scripted command\n"), out());
    }

    @picocli.CommandLine.Command(name = "serai x", description = "Does x.")
    static final class Picocli implements Callable<Integer> {
        @Option(names = "--count")
        private int count;

        @Override
        public Integer call() throws Exception {
            if (count < 0) {
                throw new java.io.IOException("negative");
            }
            return count;
        }
    }

    @Test
    void picocliCommandsTellWrongCallsAndThrowFailures() {
        ScriptedCommand.register(
                registry,
                "x",
                Command.LOCAL,
                (arguments, streams) -> CommandLines.execute(new Picocli(), arguments, streams));
        assertEquals(5, run(false, "x", "--count", "5"));
        assertEquals("", err());
        assertEquals(CommandShell.USAGE, run(false, "x", "--cuont", "5"));
        assertTrue(err().contains("Unknown option"), err());
        assertTrue(err().contains("Usage: serai x"), err());
        assertEquals(0, run(false, "help", "x"));
        assertTrue(out().contains("Does x."), out());
        err.reset();
        assertEquals(CommandShell.FAILED, run(false, "x", "--count", "-1"));
        assertTrue(err().startsWith("SERAI-1000"), err());
    }
}
