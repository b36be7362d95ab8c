package org.serai.runtime.ledger;

import java.util.function.Supplier;
import org.osgi.service.component.annotations.Component;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;

/** The ledger of this instance. */
@Component(service = Ledger.class)
public final class ResultLedger implements Ledger {
    @Override
    public Generation submit(
            GenerateRequest request, Supplier<String> modelDigest, GenerationListener listener, Worker worker) {
        return worker.submit(request, listener);
    }
}
