package org.serai.engine.openai;

import java.util.Optional;
import java.util.OptionalInt;
import org.serai.engine.InferenceEngine;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.engine.SessionInfo;
import org.serai.engine.SessionOptions;
import org.serai.engine.openai.config.ServerSettings;
import org.serai.engine.openai.error.RemoteErrors;
import org.serai.engine.openai.http.ServerFailure;
import org.serai.engine.openai.session.RemoteSession;
import org.serai.engine.openai.session.ServerLink;
import org.serai.engine.openai.wire.ModelList;
import org.serai.engine.openai.wire.RequestWriter;
import org.serai.error.SeraiException;
import org.serai.model.Support;

/** A server as an engine: runs the models that the server has, whatever file has the same name here. Thread-safe. */
final class RemoteEngine implements InferenceEngine {
    private final ServerLink link;

    RemoteEngine(ServerLink link) {
        this.link = link;
    }

    @Override
    public Support supports(ModelReference model, SessionOptions options) {
        return options.exact()
                ? Support.no("how exactly a server computes is its own affair; leave 'exact' unset")
                : Support.yes();
    }

    @Override
    public ModelSession open(ModelReference model, SessionOptions options) {
        if (supports(model, options) instanceof Support.No(String reason)) {
            throw new SeraiException(
                    RemoteErrors.UNSUPPORTED, "Server '" + settings().name() + "': " + reason);
        }
        String name = settings().nameOnServer(model.name());
        Optional<ModelList.Entry> entry = find(name);
        SessionInfo info = new SessionInfo(
                settings().name(),
                settings().place(),
                model.name(),
                digest(name, entry),
                context(
                        name,
                        options.context(),
                        entry.map(ModelList.Entry::context).orElse(OptionalInt.empty())),
                options.slots(),
                0,
                "the model is on a server: nobody here can verify which one it is",
                settings().capabilities());
        return new RemoteSession(link, info, new RequestWriter(settings(), name));
    }

    private ServerSettings settings() {
        return link.settings();
    }

    /** The model on the server; empty where the server does not list its models. */
    private Optional<ModelList.Entry> find(String name) {
        Optional<ModelList> list;
        try {
            list = link.connection().models();
        } catch (ServerFailure e) {
            throw e.problem();
        }
        if (list.isPresent() && list.get().find(name).isEmpty()) {
            throw new SeraiException(
                    RemoteErrors.NO_SUCH_MODEL,
                    "Server '" + settings().name() + "' has no model '" + name + "'; it has "
                            + String.join(", ", list.get().names())
                            + ". Say in 'models' of etc/org.serai.engine.openai~"
                            + settings().name() + ".cfg what it calls the model");
        }
        return list.flatMap(models -> models.find(name));
    }

    /** Which model it is, as far as its server says: told, and never verified. */
    private String digest(String name, Optional<ModelList.Entry> entry) {
        String told = entry.flatMap(ModelList.Entry::digest)
                .map(digest -> "@" + digest)
                .orElse("");
        return "server:" + settings().name() + "/" + name + told;
    }

    private int context(String name, OptionalInt wanted, OptionalInt told) {
        OptionalInt known = told.isPresent() ? told : settings().context();
        if (wanted.isPresent() && told.isPresent() && wanted.getAsInt() > told.getAsInt()) {
            throw new SeraiException(
                    RemoteErrors.CONTEXT_UNKNOWN,
                    "The alias wants a context of " + wanted.getAsInt() + " tokens, and model '" + name
                            + "' on server '" + settings().name() + "' has " + told.getAsInt()
                            + ". Lower 'context', or start the server with more");
        }
        if (wanted.isEmpty() && known.isEmpty()) {
            throw new SeraiException(
                    RemoteErrors.CONTEXT_UNKNOWN,
                    "Server '" + settings().name() + "' does not tell how many tokens the context of model '" + name
                            + "' holds. Set 'context' in the alias, or in etc/org.serai.engine.openai~"
                            + settings().name() + ".cfg");
        }
        return wanted.orElseGet(known::getAsInt);
    }
}
