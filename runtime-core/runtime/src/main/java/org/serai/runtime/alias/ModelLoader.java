package org.serai.runtime.alias;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.serai.device.MemoryKind;
import org.serai.engine.MemoryNeed;
import org.serai.engine.MemoryPlanner;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.error.SeraiException;
import org.serai.model.Support;
import org.serai.runtime.golden.GoldenErrors;
import org.serai.runtime.golden.GoldenPrompts;
import org.serai.runtime.memory.MemoryLedger;
import org.serai.runtime.memory.Reservation;
import org.serai.runtime.memory.Resident;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a model on the first candidate that can: asks the engine, sets its memory aside, opens the session, and holds it to
 * the golden prompts. Blocks for as long as that takes. Thread-safe.
 */
final class ModelLoader {
    private static final Logger LOG = LoggerFactory.getLogger(ModelLoader.class);

    private final Function<String, ModelReference> store;
    private final Path home;
    private final Candidates candidates;
    private final MemoryLedger memory;
    private final Supplier<? extends Collection<? extends Resident>> residents;

    /**
     * @param store finds a model by name or path, and throws where it cannot
     * @param home what paths in configurations are relative to
     * @param residents who could be unloaded to make room
     */
    ModelLoader(
            Function<String, ModelReference> store,
            Path home,
            Candidates candidates,
            MemoryLedger memory,
            Supplier<? extends Collection<? extends Resident>> residents) {
        this.store = store;
        this.home = home;
        this.candidates = candidates;
        this.memory = memory;
        this.residents = residents;
    }

    /**
     * What is to be loaded.
     *
     * @param alias for which
     * @param instead a model that serves already: only what the order prefers to it is tried; null to try all
     * @param progress hears what is being done, for people
     */
    record Order(
            String alias,
            AliasSettings settings,
            HoldOffs holdOffs,
            @Nullable LoadedModel instead,
            Consumer<String> progress) {}

    /** The digest of a model, without loading it; where there is no file, what servers will be asked for. */
    String digest(AliasSettings.Load load) {
        try {
            return store.apply(load.model()).digest();
        } catch (SeraiException e) {
            if (candidates.areLocal(load)) {
                throw e;
            }
            return "server:" + String.join("+", load.engines()) + "/" + load.model();
        }
    }

    LoadOutcome load(Order order) {
        AliasSettings.Load load = order.settings().load();
        Candidates.Choice choice = candidates.choose(load, order.holdOffs(), order.instead());
        List<String> reasons = new ArrayList<>(choice.reasons());
        boolean passing = choice.held();
        if (!choice.usable().isEmpty()) {
            try {
                GoldenPrompts golden = order.settings()
                        .exchange()
                        .goldenPrompts()
                        .map(file -> GoldenPrompts.read(home.resolve(file)))
                        .orElse(null);
                WantedModel wanted = new WantedModel(load.model(), store);
                for (Candidate candidate : choice.usable()) {
                    try {
                        ModelReference model = wanted.asNeededBy(candidate.engine());
                        if (candidate.engine().engine().supports(model, candidate.options()) instanceof Support.No no) {
                            reasons.add(candidate + ": " + no.reason());
                            continue;
                        }
                        return new LoadOutcome.Loaded(tryLoad(candidate, model, golden, order));
                    } catch (SeraiException e) {
                        LOG.debug("The {} does not load {}", candidate, load.model(), e);
                        boolean later = EngineFailures.isAbsence(e) || isServers(candidate, e);
                        passing |= e.code().category().retryable() || later;
                        if (later) {
                            order.holdOffs()
                                    .failed(
                                            candidate.engine().name(),
                                            candidate.device(),
                                            true,
                                            String.valueOf(e.getMessage()));
                        }
                        reasons.add(candidate + ": " + e.getMessage());
                    } catch (RuntimeException e) {
                        LOG.error("The {} could not load {}", candidate, load.model(), e);
                        reasons.add(candidate + ": "
                                + unexpected("loading model '" + load.model() + "'", e)
                                        .getMessage());
                    }
                }
                SeraiException missing = wanted.problem();
                if (missing != null
                        && choice.usable().stream()
                                .noneMatch(candidate -> candidate.engine().remote())) {
                    return new LoadOutcome.Failed(missing, false, false);
                }
            } catch (SeraiException e) {
                return new LoadOutcome.Failed(e, false, false);
            } catch (RuntimeException e) {
                LOG.error("The model {} could not be looked up", load.model(), e);
                return new LoadOutcome.Failed(unexpected("looking up model '" + load.model() + "'", e), false, false);
            }
        } else if (reasons.isEmpty()) {
            reasons.add("no engine is there; put one into plugins/");
        }
        return new LoadOutcome.Failed(
                new SeraiException(
                        AliasErrors.NO_ENGINE,
                        "No engine runs model '" + load.model() + "': " + String.join("; ", reasons)),
                choice.missing(),
                passing);
    }

    /** What a server has changes without a word: one that starts may lack the model only for now. Its answers cost something. */
    private static boolean isServers(Candidate candidate, SeraiException problem) {
        return candidate.engine().remote() && !problem.code().equals(GoldenErrors.NOT_MET);
    }

    private LoadedModel tryLoad(
            Candidate candidate, ModelReference model, @Nullable GoldenPrompts golden, Order order) {
        Reservation reservation = reserve(candidate, model, order.alias());
        LoadedModel loaded = null;
        boolean serves = false;
        try {
            order.progress().accept("loading model '" + model.name() + "' on " + candidate);
            ModelSession session = candidate.engine().engine().open(model, candidate.options());
            loaded = new LoadedModel(
                    session, candidate.engine(), order.settings().load(), reservation);
            if (golden != null) {
                order.progress()
                        .accept("asking model '" + model.name() + "' " + golden.count() + " golden prompts on "
                                + candidate);
                golden.require(order.alias(), session, order.settings()::complete);
            }
            session.warmUp();
            serves = true;
            return loaded;
        } finally {
            if (!serves && loaded != null) {
                loaded.close();
            } else if (!serves) {
                reservation.release();
            }
        }
    }

    private Reservation reserve(Candidate candidate, ModelReference model, String alias) {
        if (candidate.engine().engine() instanceof MemoryPlanner planner) {
            return memory.reserve(alias, planner.plan(model, candidate.options()), residents);
        }
        return memory.note(alias, new MemoryNeed(candidate.device(), MemoryKind.NATIVE, 0, 0, 0));
    }

    private static SeraiException unexpected(String what, RuntimeException cause) {
        return new SeraiException(
                AliasErrors.LOAD_FAILED, what + " failed unexpectedly: " + cause + "; the log has the details", cause);
    }
}
