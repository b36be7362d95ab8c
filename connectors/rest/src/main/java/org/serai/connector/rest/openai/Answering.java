package org.serai.connector.rest.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.serai.alias.AliasService;
import org.serai.connector.rest.http.Call;
import org.serai.connector.rest.http.Handler;
import org.serai.connector.rest.http.HttpException;
import org.serai.connector.rest.http.ResidencyHeader;
import org.serai.error.OverloadException;
import org.serai.error.SeraiException;

/** Answers one kind of inquiry with what models generate. */
final class Answering implements Handler {
    private final AliasService aliases;
    private final InquiryReader reader;

    Answering(AliasService aliases, InquiryReader reader) {
        this.aliases = aliases;
        this.reader = reader;
    }

    @Override
    public void handle(Call call) throws Exception {
        if (!(call.json() instanceof ObjectNode body)) {
            throw notAnObject();
        }
        Inquiry inquiry = reader.read(
                        new Arguments(body, ""), call.id(), Instant.now().getEpochSecond())
                .with(call.deadline(), IdempotencyKey.source(call, body), ResidencyHeader.of(call));
        call.requireTokens();
        try (Generations generations = start(inquiry, call)) {
            call.onDisconnect(generations::abandon);
            Progress progress = new Progress(generations, inquiry);
            try {
                answer(call, inquiry, progress);
            } finally {
                call.useTokens(progress.tokens());
            }
        }
    }

    static HttpException notAnObject() {
        return new HttpException(400, OpenAiErrors.NOT_AN_OBJECT, "The body must be a JSON object with the arguments.");
    }

    private Generations start(Inquiry inquiry, Call call) {
        try {
            return Generations.start(aliases, inquiry);
        } catch (OverloadException e) {
            RateHeaders.tell(aliases, inquiry.model(), e.retryAfter(), call);
            throw e;
        } catch (SeraiException e) {
            throw Failures.forClient(e, inquiry);
        }
    }

    private static void answer(Call call, Inquiry inquiry, Progress progress) throws Exception {
        if (inquiry.stream()) {
            call.setHeader("Cache-Control", "no-cache");
            call.setHeader("X-Accel-Buffering", "no"); // or nginx keeps events back
            EventSink sink = new EventSink(call.begin(200, "text/event-stream"));
            new StreamedAnswer(progress, inquiry.form().stream(sink), sink, call.keepAlive()).write();
        } else {
            while (!progress.isComplete()) {
                progress.next(Progress.FOR_EVER);
            }
            call.answer(200, Wire.tree(inquiry.form().whole(progress.results())));
        }
    }
}
