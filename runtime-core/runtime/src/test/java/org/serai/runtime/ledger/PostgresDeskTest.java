package org.serai.runtime.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.serai.engine.Generation;
import org.serai.error.SeraiException;
import org.serai.tck.postgres.PostgresExtension;
import org.serai.tck.postgres.PostgresServer;

/** With a real server, which two instances share. */
@ExtendWith(PostgresExtension.class)
class PostgresDeskTest extends DeskContract {
    private final PostgresServer server;
    private @Nullable String url;

    PostgresDeskTest(PostgresServer server) {
        this.server = server;
    }

    @Override
    String url() throws Exception {
        if (url == null) {
            url = server.newDatabase();
        }
        return url;
    }

    @Override
    String unreachable() {
        return "jdbc:postgresql://127.0.0.1:1/ledger";
    }

    @Test
    void workGoesOnWhenTheServerIsBack() throws Exception {
        TestLedger ledger = ledger("one", "connectSeconds", "2");
        ledger.worker.script(inference -> inference.answer("kept"));
        assertEquals("kept", answered(ledger));

        server.stop();
        Generation during = ledger.submit(TestRequests.of("during").build());
        ExecutionException failure =
                assertThrows(ExecutionException.class, () -> during.result().get(4, TimeUnit.MINUTES));
        assertEquals(
                LedgerErrors.UNAVAILABLE,
                assertInstanceOf(SeraiException.class, failure.getCause()).code());
        server.startAgain();

        assertEquals("kept", answered(ledger));
        assertEquals(1, ledger.worker.count());
    }

    /** The answer to one piece of work, once the database can be asked. */
    private static String answered(TestLedger ledger) throws Exception {
        while (true) {
            Generation generation = ledger.submit(TestRequests.of("before").build());
            try {
                return generation.result().get(4, TimeUnit.MINUTES).text();
            } catch (ExecutionException e) {
                SeraiException problem = assertInstanceOf(SeraiException.class, e.getCause());
                assertEquals(LedgerErrors.UNAVAILABLE, problem.code());
            }
        }
    }
}
