package org.serai.connector.rest.server;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Closes connections whose client takes too long for the headers of a request. Jetty's own time limit begins anew with each
 * byte, so that a byte now and then would hold a connection for hours. A client that sends nothing at all between two
 * requests is no concern of this. Thread-safe.
 */
final class SlowClients implements HttpConfiguration.Customizer {
    private final Duration limit;
    private final LongSupplier nanoTime;

    /** Connections with a request whose headers have come. */
    private final Set<Connection> busy = ConcurrentHashMap.newKeySet();

    /** The bytes that a connection had received when its last request was answered. */
    private final Map<Connection, Long> settled = new ConcurrentHashMap<>();

    /** Since when a connection has been seen to have begun a request. */
    private final Map<Connection, Long> since = new ConcurrentHashMap<>();

    SlowClients(Duration limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    /** Called when the headers of a request have come. */
    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        Connection connection = outermost(request.getConnectionMetaData().getConnection());
        busy.add(connection);
        since.remove(connection);
        Request.addCompletionListener(request, failure -> {
            settled.put(connection, connection.getBytesIn());
            busy.remove(connection);
        });
        return request;
    }

    /** Looks at all connections; to be called now and then. */
    void sweep(ServerConnector connector) {
        long now = nanoTime.getAsLong();
        Set<Connection> open = new HashSet<>();
        for (EndPoint endPoint : connector.getConnectedEndPoints()) {
            Connection connection = endPoint.getConnection();
            if (connection != null) {
                open.add(connection);
                if (isBeginning(connection) && now - since.computeIfAbsent(connection, any -> now) > limit.toNanos()) {
                    endPoint.close();
                }
            }
        }
        settled.keySet().retainAll(open);
        since.keySet().retainAll(open);
        busy.retainAll(open);
    }

    private boolean isBeginning(Connection connection) {
        return !busy.contains(connection) && connection.getBytesIn() > settled.getOrDefault(connection, 0L);
    }

    /** Under TLS, the connection that speaks HTTP is wrapped by the one that the network knows. */
    private static Connection outermost(Connection connection) {
        return connection.getEndPoint() instanceof SslConnection.SslEndPoint secure
                ? secure.getSslConnection()
                : connection;
    }
}
