/**
 * What operations over HTTP are built on. A bundle of this connector offers a
 * {@link org.serai.connector.rest.http.Resource} as an OSGi service; each of its
 * {@link org.serai.connector.rest.http.Operation}s is a method on a path, the role that a caller needs, the shape of its
 * errors, and a {@link org.serai.connector.rest.http.Handler}. By the time a handler runs, the caller is known and
 * allowed, and limits of rate and origin have been held. A handler runs in a virtual thread of its own, so it may simply
 * wait; it answers through its {@link org.serai.connector.rest.http.Call} or throws, and whatever it throws becomes an
 * error answer with the SERAI code.
 *
 * <pre>{@code
 * @Component(service = Resource.class)
 * public final class Models implements Resource {
 *     public List<Operation> operations() {
 *         return List.of(Operation.get("/v1/models", Role.USE, call -> call.answer(200, list())));
 *     }
 * }
 * }</pre>
 */
@NullMarked
package org.serai.connector.rest.http;

import org.jspecify.annotations.NullMarked;
