package org.serai.runtime.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.serai.device.MemoryKind;
import org.serai.engine.MemoryNeed;
import org.serai.error.SeraiException;
import org.serai.settings.SettingsReader;

class MemoryLedgerTest {
    private static final long MIB = 1 << 20;
    private static final Pattern KEY = Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final List<Model> residents = new ArrayList<>();
    private final MemoryLedger ledger = MemoryLedger.of(Map.of("heap", "100 MiB", "evictIdleSeconds", "60"), () -> now);

    /** A model that can be unloaded. */
    private final class Model implements Resident {
        final String name;
        final Reservation reservation;
        Instant lastUse = now;
        boolean busy;
        boolean evicted;

        Model(String name, long mebibytes) {
            this.name = name;
            this.reservation = ledger.reserve(name, heap(mebibytes), () -> residents);
            residents.add(this);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Instant lastUse() {
            return lastUse;
        }

        @Override
        public boolean isEvictable() {
            return !busy && !evicted;
        }

        @Override
        public boolean evict(String forWhom) {
            evicted = true;
            reservation.release();
            return true;
        }
    }

    private static MemoryNeed heap(long mebibytes) {
        return new MemoryNeed("cpu", MemoryKind.HEAP, (mebibytes - 3) * MIB, 2 * MIB, MIB);
    }

    private SeraiException refusal(String owner, long mebibytes) {
        return assertThrows(SeraiException.class, () -> ledger.reserve(owner, heap(mebibytes), () -> residents));
    }

    @Test
    void refusesWithTheNumbersBeforeAnythingIsLoaded() {
        new Model("chat", 80);
        SeraiException e = refusal("other", 30);
        assertEquals(MemoryErrors.NO_ROOM, e.code());
        String message = String.valueOf(e.getMessage());
        for (String part : List.of(
                "alias 'other' takes 30 MiB of heap on device 'cpu'",
                "weights 27 MiB, KV cache 2 MiB, scratch 1 MiB",
                "of 100 MiB 20 MiB are free",
                "alias 'chat' holds 80 MiB",
                "etc/org.serai.memory.cfg")) {
            assertTrue(message.contains(part), () -> part + " is not in " + message);
        }
        assertEquals(80 * MIB, ledger.taken(MemoryKind.HEAP));
    }

    @Test
    void whatIsReleasedIsFreeAgain() {
        Model model = new Model("chat", 80);
        model.reservation.release();
        model.reservation.release();
        assertEquals(0, ledger.taken(MemoryKind.HEAP));
        new Model("other", 100);
    }

    @Test
    void eachKindHasABudgetOfItsOwn() {
        new Model("chat", 100);
        ledger.reserve("server", new MemoryNeed("x", MemoryKind.NATIVE, 1000 * MIB, 0, 0), () -> residents);
        assertEquals(1000 * MIB, ledger.taken(MemoryKind.NATIVE));
        assertTrue(ledger.budget(MemoryKind.DEVICE).isEmpty());
    }

    @Test
    void unloadsWhatWasNotUsedForLongestAndNoMoreThanIsNeeded() {
        Model oldest = new Model("oldest", 40);
        Model older = new Model("older", 30);
        Model busy = new Model("busy", 20);
        busy.busy = true;
        now = now.plusSeconds(10);
        older.lastUse = now;
        now = now.plusSeconds(90);
        new Model("new", 50);
        assertTrue(oldest.evicted);
        assertFalse(older.evicted);
        assertFalse(busy.evicted);
    }

    @Test
    void unloadsNothingWhereThatWouldNotBeEnough() {
        Model idle = new Model("idle", 20);
        Model busy = new Model("busy", 60);
        busy.busy = true;
        now = now.plusSeconds(120);
        refusal("new", 50);
        assertFalse(idle.evicted);
    }

    @Test
    void twoThatDoNotFitTogetherDoNotChaseEachOther() {
        Model first = new Model("first", 70);
        now = now.plusSeconds(61);
        Model second = new Model("second", 70);
        assertTrue(first.evicted);
        refusal("first", 70);
        now = now.plusSeconds(59);
        refusal("first", 70);
        assertFalse(second.evicted);
        now = now.plusSeconds(2);
        new Model("first", 70);
        assertTrue(second.evicted);
    }

    @Test
    void aModelIsNotUnloadedForItsOwnSuccessor() {
        Model old = new Model("chat", 60);
        now = now.plusSeconds(120);
        refusal("chat", 60);
        assertFalse(old.evicted);
    }

    @Test
    void whatASessionHoldsInFactCounts() {
        Model model = new Model("chat", 50);
        model.reservation.loaded("cpu", 55 * MIB);
        assertEquals(new MemoryNeed("cpu", MemoryKind.HEAP, 52 * MIB, 2 * MIB, MIB), model.reservation.need());
        MemoryStatus status = new MemoryStatus(ledger);
        assertEquals("55 MiB of 100 MiB", status.rows().getFirst().detail());
        assertEquals(
                "heap on cpu: weights 52 MiB, KV cache 2 MiB, scratch 1 MiB",
                status.rows().getLast().detail());
    }

    @Test
    void aWrongConfigurationIsRefusedAtTheStartAndChangesNothingLater() {
        Map<String, String> wrong = Map.of("heap", "lots", "devices", "1 GiB");
        SeraiException e = assertThrows(SeraiException.class, () -> new MemoryLedger(wrong));
        assertEquals(MemoryErrors.BAD_CONFIGURATION, e.code());
        assertTrue(String.valueOf(e.getMessage()).contains("'heap' must be a size"), e.getMessage());
        assertTrue(String.valueOf(e.getMessage()).contains("did you mean 'device'?"), e.getMessage());

        ledger.configure(wrong);
        assertEquals(100 * MIB, ledger.budget(MemoryKind.HEAP).orElseThrow());
        assertTrue(new MemoryStatus(ledger).rows().stream().anyMatch(row -> !row.healthy()));
        ledger.configure(Map.of("heap", "1 GiB"));
        assertEquals(1024 * MIB, ledger.budget(MemoryKind.HEAP).orElseThrow());
        assertTrue(new MemoryStatus(ledger).rows().stream().allMatch(row -> row.healthy()));
    }

    @Test
    void thePageListsTheKeys() throws IOException {
        String page = Files.readString(Path.of("../../docs/swap.md"));
        SettingsReader reader = new SettingsReader(Map.of());
        MemorySettings.read(reader);
        TreeSet<String> documented = KEY.matcher(page.substring(page.indexOf("## Memory")))
                .results()
                .map(key -> key.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(reader.known()), documented);
    }
}
