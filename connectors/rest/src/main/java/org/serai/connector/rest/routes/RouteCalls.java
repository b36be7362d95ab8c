package org.serai.connector.rest.routes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.serai.connector.rest.RestErrors;
import org.serai.connector.rest.http.Call;
import org.serai.connector.rest.http.ErrorFormat;
import org.serai.connector.rest.http.HttpException;
import org.serai.connector.rest.http.Json;
import org.serai.connector.rest.http.Operation;
import org.serai.connector.rest.http.Resource;
import org.serai.connector.rest.http.Role;
import org.serai.delivery.Cancellation;

/** Calls of routes: answered when the route ends, or as jobs that are asked for later. */
@Component(service = Resource.class)
public final class RouteCalls implements Resource {
    private static final String JOBS = "/api/v1/jobs";

    private final CallableRoutes routes;
    private final Jobs jobs = new Jobs(Clock.systemUTC());

    @Activate
    public RouteCalls(@Reference(name = "routes") CallableRoutes routes) {
        this.routes = routes;
    }

    @Deactivate
    void close() {
        jobs.close();
    }

    @Override
    public List<Operation> operations() {
        return List.of(
                Operation.post("/api/v1/routes/{id}", Role.USE, this::call),
                Operation.get(JOBS, Role.USE, this::list),
                Operation.get(JOBS + "/{job}", Role.USE, this::show),
                Operation.get(JOBS + "/{job}/result", Role.USE, this::result),
                Operation.delete(JOBS + "/{job}", Role.USE, this::delete));
    }

    private void call(Call call) throws Exception {
        String name = call.pathParameter("id");
        SeraiRestConsumer route = routes.find(name).orElseThrow(() -> unknown(name));
        call.requireTokens();
        RouteCall document = RouteCall.of(call);
        if (prefersNotToWait(call)) {
            startJob(call, name, route, document);
        } else {
            answer(call, await(call, route, document));
        }
    }

    private HttpException unknown(String name) {
        return new HttpException(
                404,
                RestErrors.UNKNOWN_ROUTE,
                "No running route begins with serai-rest:" + name + ". "
                        + (routes.names().isEmpty()
                                ? "None can be called at the moment."
                                : "These can be called: " + String.join(", ", routes.names()) + "."));
    }

    /** RFC 7240: preferences are separated by commas, and may have parameters. */
    private static boolean prefersNotToWait(Call call) {
        return Arrays.stream(call.header("Prefer").orElse("").split("[,;]", -1))
                .anyMatch(preference -> preference.strip().equalsIgnoreCase("respond-async"));
    }

    private static RouteAnswer await(Call call, SeraiRestConsumer route, RouteCall document) throws Exception {
        Cancellation cancellation = new Cancellation();
        AtomicBoolean gone = new AtomicBoolean();
        call.onDisconnect(() -> {
            gone.set(true);
            cancellation.cancel();
        });
        CompletableFuture<RouteAnswer> answer = route.start(document, cancellation);
        try {
            long left = Duration.between(Instant.now(), call.deadline()).toMillis();
            RouteAnswer done = answer.get(Math.max(1, left), TimeUnit.MILLISECONDS);
            call.useTokens(done.tokens());
            return done;
        } catch (TimeoutException e) {
            cancellation.cancel();
            throw new HttpException(
                    504,
                    RestErrors.REQUEST_TOO_LONG,
                    "The route took longer than a request may. Send it with Prefer: respond-async and ask for the"
                            + " result later, or raise requestTimeout in etc/org.serai.rest.cfg.");
        } catch (ExecutionException e) {
            if (gone.get()) {
                throw new HttpException(
                        499, RestErrors.CLIENT_GONE, "The client went away before its answer was there.");
            }
            throw e;
        } catch (InterruptedException e) {
            cancellation.cancel();
            throw e;
        }
    }

    private static void answer(Call call, RouteAnswer answer) throws IOException {
        answer.headers().forEach(call::setHeader);
        call.answer(200, answer.contentType(), answer.body());
    }

    private void startJob(Call call, String name, SeraiRestConsumer route, RouteCall document) throws IOException {
        jobs.requireRoom();
        Cancellation cancellation = new Cancellation();
        CompletableFuture<RouteAnswer> answer = route.start(document, cancellation);
        CompletableFuture<?> unused = answer.thenAccept(done -> call.useTokens(done.tokens()));
        Jobs.Snapshot job = jobs.add(name, call.caller(), answer, cancellation);
        call.setHeader("Location", JOBS + "/" + job.id());
        call.setHeader("Preference-Applied", "respond-async");
        call.setHeader("Retry-After", "1");
        call.answer(202, describe(job));
    }

    private void list(Call call) throws IOException {
        ArrayNode array = Json.MAPPER.createArrayNode();
        jobs.list(call.caller()).forEach(job -> array.add(describe(job)));
        call.answer(200, Json.MAPPER.createObjectNode().set("jobs", array));
    }

    private void show(Call call) throws IOException {
        Jobs.Snapshot job = require(call);
        if (job.state() == Jobs.State.RUNNING) {
            call.setHeader("Retry-After", "1");
        }
        call.answer(200, describe(job));
    }

    private void result(Call call) throws IOException {
        Jobs.Snapshot job = require(call);
        if (job.failure().isPresent()) {
            call.answer(
                    job.failure().get().status(),
                    ErrorFormat.PROBLEM.contentType(),
                    Json.MAPPER.writeValueAsBytes(
                            ErrorFormat.PROBLEM.format(job.failure().get())));
            return;
        }
        answer(
                call,
                job.answer()
                        .orElseThrow(() -> new HttpException(
                                409,
                                RestErrors.JOB_NOT_DONE,
                                "Job " + job.id() + " is not done yet. Ask " + JOBS + "/" + job.id()
                                        + " until its state is done.")));
    }

    private void delete(Call call) throws IOException {
        String id = call.pathParameter("job");
        if (!jobs.delete(id, call.caller())) {
            throw unknownJob(id);
        }
        call.answer(204, "", new byte[0]);
    }

    private Jobs.Snapshot require(Call call) {
        String id = call.pathParameter("job");
        return jobs.find(id, call.caller()).orElseThrow(() -> unknownJob(id));
    }

    private static HttpException unknownJob(String id) {
        return new HttpException(
                404,
                RestErrors.UNKNOWN_JOB,
                "There is no job " + id + ". Jobs are forgotten " + Jobs.RETENTION.toMinutes()
                        + " minutes after their end, and when Serai stops; send the call again with the same"
                        + " Idempotency-Key.");
    }

    private static ObjectNode describe(Jobs.Snapshot job) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("id", job.id());
        node.put("route", job.route());
        node.put("state", job.state().name().toLowerCase(Locale.ROOT));
        node.put("created", job.created().toString());
        job.ended().ifPresent(time -> node.put("ended", time.toString()));
        job.answer().ifPresent(answer -> node.put("result", JOBS + "/" + job.id() + "/result"));
        job.failure().ifPresent(failure -> node.set("error", ErrorFormat.PROBLEM.format(failure)));
        return node;
    }
}
