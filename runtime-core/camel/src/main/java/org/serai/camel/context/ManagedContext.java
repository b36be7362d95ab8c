package org.serai.camel.context;

import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel context, and who supplies its parts. */
public interface ManagedContext extends AutoCloseable {
    DefaultCamelContext camel();

    /** The suppliers (bundle ids) of everything that the context found beside Camel's core up to now. */
    Set<Long> suppliers();

    /** Stops the context and gives back all that it holds. */
    @Override
    void close();
}
