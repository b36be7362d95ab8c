package org.serai.connector.rest.server;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A connector that listens nowhere: Felix stops a server that has none, and takes no other kind. */
final class NoAddress extends ServerConnector {
    NoAddress(Server server) {
        super(server);
    }

    @Override
    protected void doStart() {
        // there is nothing to open
    }

    @Override
    protected void doStop() {
        // there is nothing to close
    }
}
