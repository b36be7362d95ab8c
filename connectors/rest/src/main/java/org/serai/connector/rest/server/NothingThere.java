package org.serai.connector.rest.server;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Component;
import org.serai.connector.rest.RestErrors;
import org.serai.connector.rest.http.HttpException;

/**
 * The servlet behind all paths that no other servlet has: Felix asks filters only where there is a servlet, and a path with
 * nothing at it gets an answer in the form of all others.
 */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.pattern=/*",
            "osgi.http.whiteboard.servlet.name=serai-rest",
            "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true"
        })
public final class NothingThere extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        throw at(request.getRequestURI());
    }

    static HttpException at(String path) {
        return new HttpException(
                404,
                RestErrors.NOTHING_THERE,
                "There is nothing at " + path + ". GET /openapi.json describes what there is.");
    }
}
