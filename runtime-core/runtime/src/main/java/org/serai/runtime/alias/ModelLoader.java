package org.serai.runtime.alias;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.serai.engine.ModelReference;
import org.serai.error.SeraiException;
import org.serai.model.Support;
import org.serai.settings.Nearest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads a model on the first engine of an order that can. Blocks for as long as that takes. Thread-safe. */
final class ModelLoader {
    private static final Logger LOG = LoggerFactory.getLogger(ModelLoader.class);

    private final Function<String, ModelReference> store;
    private final Engines engines;

    /** @param store finds a model by name or path, and throws where it cannot */
    ModelLoader(Function<String, ModelReference> store, Engines engines) {
        this.store = store;
        this.engines = engines;
    }

    /** The digest of a model, without loading it. */
    String digest(String model) {
        return store.apply(model).digest();
    }

    /**
     * Loads a model.
     *
     * @param instead a model that serves already: only engines that the order prefers to its own are tried; null to try
     *     all
     */
    LoadOutcome load(AliasSettings.Load load, @Nullable LoadedModel instead) {
        Engines.Selection selection = engines.select(load.engines());
        List<EngineEntry> candidates = preferred(selection.present(), instead);
        List<String> reasons = new ArrayList<>();
        selection.missing().forEach(name -> reasons.add(missing(name)));
        if (!candidates.isEmpty()) {
            try {
                ModelReference model = store.apply(load.model());
                for (EngineEntry candidate : candidates) {
                    LoadedModel loaded = tryLoad(candidate, model, load, reasons);
                    if (loaded != null) {
                        return new LoadOutcome.Loaded(loaded);
                    }
                }
            } catch (SeraiException e) {
                return new LoadOutcome.Failed(e, false);
            } catch (RuntimeException e) {
                LOG.error("The model {} could not be looked up", load.model(), e);
                return new LoadOutcome.Failed(unexpected("looking up model '" + load.model() + "'", e), false);
            }
        } else if (load.engines().isEmpty()) {
            reasons.add("no engine is there; put one into plugins/");
        }
        boolean mayCome = !selection.missing().isEmpty() || selection.present().isEmpty();
        return new LoadOutcome.Failed(
                new SeraiException(
                        AliasErrors.NO_ENGINE,
                        "No engine runs model '" + load.model() + "': " + String.join("; ", reasons)),
                mayCome);
    }

    private static List<EngineEntry> preferred(List<EngineEntry> present, @Nullable LoadedModel instead) {
        int serving = instead == null ? -1 : present.indexOf(instead.engine());
        return serving < 0 ? present : present.subList(0, serving);
    }

    private static @Nullable LoadedModel tryLoad(
            EngineEntry candidate, ModelReference model, AliasSettings.Load load, List<String> reasons) {
        String name = "engine '" + candidate.name() + "'";
        try {
            if (candidate.engine().supports(model, load.options()) instanceof Support.No no) {
                reasons.add(name + ": " + no.reason());
                return null;
            }
            return new LoadedModel(candidate.engine().open(model, load.options()), candidate, load);
        } catch (SeraiException e) {
            LOG.debug("The {} could not load {}", name, model, e);
            reasons.add(name + ": " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("The {} could not load {}", name, model, e);
            reasons.add(name + ": "
                    + unexpected("loading model '" + model.name() + "'", e).getMessage());
        }
        return null;
    }

    private static SeraiException unexpected(String what, RuntimeException cause) {
        return new SeraiException(
                AliasErrors.LOAD_FAILED, what + " failed unexpectedly: " + cause + "; the log has the details", cause);
    }

    private String missing(String name) {
        List<String> present = engines.names();
        return "engine '" + name + "' is not there ("
                + (present.isEmpty() ? "none is" : "there: " + String.join(", ", present)) + ")"
                + Nearest.hint(name, present);
    }
}
