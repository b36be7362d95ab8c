package org.serai.connector.rest.server;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.serai.connector.rest.RestErrors;
import org.serai.connector.rest.http.Caller;
import org.serai.connector.rest.http.ErrorFormat;
import org.serai.connector.rest.http.HttpException;
import org.serai.connector.rest.http.HttpFailure;
import org.serai.connector.rest.http.Json;
import org.serai.connector.rest.http.Role;
import org.serai.connector.rest.security.RateLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before everything on the port, servlets of other bundles included: checks host and origin, finds out who calls,
 * holds the limits, and hands the request to its operation. Everything that goes wrong becomes an error answer here.
 */
@Component(
        service = Filter.class,
        configurationPid = RestServer.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = {
            "osgi.http.whiteboard.filter.pattern=/*",
            "osgi.http.whiteboard.filter.asyncSupported:Boolean=true",
            "osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=*)"
        })
public final class RestGate implements Filter {
    private static final Logger LOG = LoggerFactory.getLogger(RestGate.class);
    private static final String HEADERS_FOR_PAGES =
            "Authorization, Content-Type, X-API-Key, X-Request-Id, Idempotency-Key, Prefer, traceparent";

    private final Policies policies;
    private final Router router;
    private final RequestLog log;
    private final Disconnects disconnects = new Disconnects();

    @Activate
    public RestGate(
            @Reference(name = "policies") Policies policies,
            @Reference(name = "router") Router router,
            @Reference(name = "log") RequestLog log) {
        this.policies = policies;
        this.router = router;
        this.log = log;
    }

    /** Without a configuration there is no HTTP; what it says the policies know. */
    @Modified
    void configured() {}

    @Deactivate
    void close() {
        disconnects.close();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http && response instanceof HttpServletResponse answer) {
            new Passage(http, answer, chain).pass();
        }
    }

    /** One request on its way. */
    private final class Passage {
        private final String id =
                HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        private final long began = System.nanoTime();
        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private final FilterChain chain;
        private String path;
        private String template = "other";
        private @Nullable Caller caller;
        private @Nullable ServletCall call;

        Passage(HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
            this.request = request;
            this.response = response;
            this.chain = chain;
            this.path = request.getRequestURI();
        }

        void pass() throws IOException, ServletException {
            setHeaders();
            try {
                admit();
            } catch (ServletException e) {
                throw e;
            } catch (Exception e) {
                fail(e);
            } finally {
                if (call != null) {
                    call.close();
                }
                log.answered(new RequestLog.Entry(
                        id,
                        request.getMethod(),
                        path,
                        template,
                        Optional.ofNullable(caller),
                        response.getStatus(),
                        System.nanoTime() - began));
            }
        }

        private void setHeaders() {
            response.setHeader("X-Request-Id", id);
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
            response.setHeader("Referrer-Policy", "no-referrer");
        }

        private void admit() throws Exception {
            Policy policy = policies.current();
            policy.requireHost(header("Host"));
            boolean page = policy.requireOrigin(
                    header("Origin"),
                    request.getScheme() + "://" + header("Host").orElse(""));
            if (page) {
                response.setHeader("Access-Control-Allow-Origin", request.getHeader("Origin"));
                response.setHeader("Vary", "Origin");
                response.setHeader(
                        "Access-Control-Expose-Headers",
                        "X-Request-Id, Retry-After, Location, x-ratelimit-limit-requests");
            }
            List<String> segments = segments();
            if (request.getMethod().equals("OPTIONS")) {
                options(segments, page);
                return;
            }
            String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
            Optional<Router.Match> match = router.find(method, segments);
            template = match.map(found -> found.operation().path().toString()).orElse("other");
            Role role = match.isPresent() ? match.get().operation().role() : Role.USE;
            if (role == null) {
                enter(policy, new Caller(Caller.ANONYMOUS, Role.USE), match.orElseThrow());
                return;
            }
            Caller known = policy.authenticate(header("Authorization"), header("X-API-Key"));
            caller = known;
            policy.requireRole(known, role);
            count(policy, known);
            if (match.isPresent()) {
                enter(policy, known, match.get());
            } else {
                requireForeign(segments);
                chain.doFilter(request, response);
            }
        }

        private void enter(Policy policy, Caller known, Router.Match match) throws Exception {
            call = new ServletCall(id, known, policy, match.parameters(), request, response, disconnects);
            match.operation().handler().handle(call);
        }

        /** What is no operation may be a servlet of another bundle; where there is none either, this tells. */
        private void requireForeign(List<String> segments) {
            var methods = router.methods(segments);
            if (!methods.isEmpty()) {
                response.setHeader("Allow", String.join(", ", methods));
                throw new HttpException(
                        405,
                        RestErrors.WRONG_METHOD,
                        path + " has no method " + request.getMethod() + ", but " + String.join(", ", methods) + ".");
            }
        }

        private void options(List<String> segments, boolean page) {
            var methods = router.methods(segments);
            if (methods.isEmpty()) {
                throw NothingThere.at(path);
            }
            response.setHeader("Allow", String.join(", ", methods));
            if (page) {
                response.setHeader("Access-Control-Allow-Methods", String.join(", ", methods));
                response.setHeader("Access-Control-Allow-Headers", HEADERS_FOR_PAGES);
                response.setHeader("Access-Control-Max-Age", "600");
            }
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        }

        private void count(Policy policy, Caller known) {
            RateLimits.Remaining remaining = policy.rates().takeRequest(known);
            if (remaining.limit() > 0) {
                response.setHeader("x-ratelimit-limit-requests", Integer.toString(remaining.limit()));
                response.setHeader("x-ratelimit-remaining-requests", Long.toString(remaining.left()));
            }
        }

        private List<String> segments() {
            try {
                return Router.segments(path);
            } catch (IllegalArgumentException e) {
                throw NothingThere.at(path);
            }
        }

        private Optional<String> header(String name) {
            return Optional.ofNullable(request.getHeader(name));
        }

        private boolean hasUnreadBody() throws IOException {
            boolean hasBody = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
            return hasBody && !request.getInputStream().isFinished();
        }

        private void fail(Exception failure) throws IOException {
            HttpFailure seen = HttpFailure.of(failure);
            if (seen.code().equals(RestErrors.UNEXPECTED.toString())) {
                LOG.error("Request {} {} {} failed", id, request.getMethod(), path, failure);
            } else {
                if (seen.status() >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
                    LOG.warn("Request {} {} {} failed: {}", id, request.getMethod(), path, seen.message());
                }
                LOG.debug("Request {} {} {} was refused", id, request.getMethod(), path, failure);
            }
            if (response.isCommitted()) {
                if (call != null) {
                    call.abort();
                }
                return;
            }
            if (call != null) {
                call.close();
            }
            response.resetBuffer();
            if (hasUnreadBody()) {
                response.setHeader(
                        "Connection", "close"); // what is left of the body cannot be told from a next request
            }
            ErrorFormat format = ErrorFormat.of(path);
            seen.retryAfterSeconds().ifPresent(seconds -> response.setHeader("Retry-After", Long.toString(seconds)));
            if (seen.status() == HttpServletResponse.SC_UNAUTHORIZED) {
                response.setHeader("WWW-Authenticate", "Bearer realm=\"serai\"");
            }
            byte[] body = Json.MAPPER.writeValueAsBytes(format.format(seen));
            response.setStatus(seen.status());
            response.setContentType(format.contentType());
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
    }
}
