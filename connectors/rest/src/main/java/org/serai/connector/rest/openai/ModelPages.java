package org.serai.connector.rest.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.serai.alias.AliasInfo;
import org.serai.alias.AliasService;
import org.serai.connector.rest.http.Call;
import org.serai.engine.Capability;
import org.serai.engine.SessionInfo;

/** {@code /v1/models}: the aliases, which are what a request calls its model. */
final class ModelPages {
    private final AliasService aliases;
    private final long created;

    /** @param created since when this server offers them, in seconds since 1970 */
    ModelPages(AliasService aliases, long created) {
        this.aliases = aliases;
        this.created = created;
    }

    /** All models. */
    record ModelList(String object, List<Model> data) {}

    /**
     * A model. The components after {@code ownedBy} are Serai's.
     *
     * @param maxModelLen tokens that prompt and answer may have together, as vLLM calls it
     * @param serai what stands behind the name
     */
    record Model(
            String id,
            String object,
            long created,
            String ownedBy,

            @JsonInclude(Include.NON_NULL) @Nullable Integer maxModelLen,

            Details serai) {}

    /**
     * What stands behind a model's name.
     *
     * @param state {@code ready}, {@code loading} or {@code failed}
     * @param reason why it is not ready; absent where it is
     * @param capabilities what it can do beside writing text, such as {@code json_schema} or {@code tools}
     */
    @JsonInclude(Include.NON_NULL)
    record Details(
            String state,
            @Nullable String reason,
            String model,
            @Nullable String digest,
            @Nullable String engine,
            @Nullable String device,
            @Nullable Integer slots,
            @Nullable List<String> capabilities,
            int queued,
            int running) {}

    void list(Call call) throws IOException {
        call.answer(
                200,
                Wire.tree(new ModelList(
                        "list", aliases.aliases().stream().map(this::model).toList())));
    }

    void show(Call call) throws IOException {
        String name = call.pathParameter("model");
        AliasInfo alias = aliases.alias(name).orElseThrow(() -> UnknownModel.named(name, aliases));
        call.answer(200, Wire.tree(model(alias)));
    }

    private Model model(AliasInfo alias) {
        SessionInfo session = alias.session().orElse(null);
        return new Model(
                alias.name(),
                "model",
                created,
                "serai",
                session == null ? null : session.context(),
                new Details(
                        alias.state().name().toLowerCase(Locale.ROOT),
                        alias.reason().isEmpty() ? null : alias.reason(),
                        session == null ? alias.model() : session.model(),
                        session == null ? null : session.digest(),
                        session == null ? null : session.engine(),
                        session == null ? null : session.device(),
                        session == null ? null : session.slots(),
                        session == null ? null : names(session.capabilities()),
                        alias.queued(),
                        alias.running()));
    }

    private static List<String> names(Set<Capability> capabilities) {
        return capabilities.stream().sorted().map(Capability::wireName).toList();
    }
}
