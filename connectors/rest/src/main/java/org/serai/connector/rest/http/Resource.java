package org.serai.connector.rest.http;

import java.util.List;

/** Operations that belong together. An OSGi service (whiteboard); its operations never change. */
public interface Resource {
    List<Operation> operations();
}
