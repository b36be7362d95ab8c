package org.serai.tck.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of the machine's own package, on loopback and in a folder of its own. It refuses to run as root, so
 * root runs it as {@code nobody}. The JDBC driver must be on the class path.
 */
public final class PostgresServer implements AutoCloseable {
    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
    private static final String USER = "serai";
    private static final long PATIENCE_SECONDS = 240;

    private final Path folder;
    private final Path binaries;
    private final int port;
    private final AtomicInteger databases = new AtomicInteger();
    private Process process;

    private PostgresServer(Path folder, Path binaries, int port, Process process) {
        this.folder = folder;
        this.binaries = binaries;
        this.port = port;
        this.process = process;
    }

    /** The programs of the newest version that is installed. */
    public static Optional<Path> installed() {
        if (!Files.isDirectory(PACKAGES)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(PACKAGES)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new server that answers, with the programs of a folder. */
    public static PostgresServer start(Path binaries) throws Exception {
        Path folder = Files.createTempDirectory("serai-postgres");
        if (isRoot()) {
            UserPrincipal nobody =
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
            Files.setOwner(folder, nobody);
        }
        run(List.of(
                binaries.resolve("initdb").toString(),
                "--auth=trust",
                "--username=" + USER,
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "--pgdata=" + folder.resolve("data")));
        int port = freePort();
        PostgresServer server = new PostgresServer(folder, binaries, port, serve(binaries, folder, port));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.process.destroyForcibly()));
        server.awaitReady();
        return server;
    }

    private static Process serve(Path binaries, Path folder, int port) throws IOException {
        return begin(List.of(
                binaries.resolve("postgres").toString(),
                "-D",
                folder.resolve("data").toString(),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "port=" + port,
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=off"));
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static Process begin(List<String> command) throws IOException {
        List<String> all = new ArrayList<>();
        if (isRoot()) {
            all.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        all.addAll(command);
        return new ProcessBuilder(all)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void run(List<String> command) throws IOException {
        Process program = begin(command);
        int status = program.onExit()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join()
                .exitValue();
        if (status != 0) {
            throw new AssertionError(command + " failed with status " + status);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                connect("postgres").close();
                return;
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new AssertionError("PostgreSQL does not answer", e);
                }
                Thread.sleep(50);
            }
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), USER, "");
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=" + USER;
    }

    /** The URL of a new and empty database. */
    public String newDatabase() throws SQLException {
        String name = "ledger" + databases.incrementAndGet();
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return url(name);
    }

    /** Ends the server at once and its connections with it, as a failing machine would. */
    public void stop() throws IOException {
        run(List.of(
                binaries.resolve("pg_ctl").toString(),
                "stop",
                "--mode=immediate",
                "--pgdata=" + folder.resolve("data")));
    }

    /** Starts it on what it had, after {@link #stop}. */
    public void startAgain() throws Exception {
        process = serve(binaries, folder, port);
        awaitReady();
    }

    @Override
    public void close() throws IOException {
        stop();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
