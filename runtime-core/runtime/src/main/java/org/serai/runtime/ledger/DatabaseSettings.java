package org.serai.runtime.ledger;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.serai.settings.Secrets;
import org.serai.settings.SettingsReader;

/**
 * Where entries are kept.
 *
 * @param dialect which database it is
 * @param url as JDBC has it
 * @param poolSize the most connections at once
 * @param connectTimeout how long to wait for a connection
 */
record DatabaseSettings(
        Dialect dialect, String url, String user, String password, int poolSize, Duration connectTimeout) {
    private static final int DEFAULT_POOL_SIZE = 4;
    private static final int DEFAULT_CONNECT_SECONDS = 10;
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final Pattern PARAMETERS = Pattern.compile("[?;].*");

    static DatabaseSettings read(SettingsReader reader, Path home, UnaryOperator<@Nullable String> environment) {
        String configured = reader.text("url");
        String url = configured == null ? embedded(home) : configured;
        Dialect dialect = Dialect.H2;
        if (url.startsWith("jdbc:postgresql:")) {
            dialect = Dialect.POSTGRESQL;
        } else if (!url.startsWith("jdbc:h2:")) {
            reader.reject(
                    "'url' must begin with jdbc:h2: or jdbc:postgresql:, and it is '" + withoutParameters(url) + "'");
        }
        String user = reader.text("user");
        return new DatabaseSettings(
                dialect,
                url,
                user == null ? "" : user,
                reader.secret("password", new Secrets(environment, home)),
                reader.integer("poolSize", 1, 100, DEFAULT_POOL_SIZE),
                Duration.ofSeconds(reader.integer("connectSeconds", 1, 600, DEFAULT_CONNECT_SECONDS)));
    }

    /** The file system holds the lock, so that it goes with the process. */
    private static String embedded(Path home) {
        return "jdbc:h2:file:" + folder(home).resolve("ledger").toAbsolutePath()
                + ";FILE_LOCK=FS;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
    }

    /** What the ledger keeps on the disk of this machine. */
    static Path folder(Path home) {
        return home.resolve("data").resolve("ledger");
    }

    /** The database for people: a URL can have a password among its parameters. */
    String name() {
        return withoutParameters(url);
    }

    private static String withoutParameters(String url) {
        return PARAMETERS.matcher(url).replaceFirst("");
    }

    DataSource dataSource() {
        return switch (dialect) {
            case H2 -> h2();
            case POSTGRESQL -> postgresql();
        };
    }

    private DataSource h2() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    private DataSource postgresql() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url);
        if (!user.isEmpty()) {
            source.setUser(user);
            source.setPassword(password);
        }
        source.setApplicationName("serai");
        source.setTcpKeepAlive(true);
        source.setConnectTimeout((int) connectTimeout.toSeconds());
        source.setSocketTimeout((int) SILENCE.toSeconds()); // a server that says nothing must not hold work for ever
        return source;
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return name();
    }
}
