package org.serai.runtime.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serai.engine.GenerationResult;
import org.serai.error.SeraiException;

/** What holds for the entries in every database. */
@Timeout(300)
abstract class EntryStoreContract {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final EntryKey KEY = TestRequests.key("file:a/letter.txt");

    private final FakeClock clock = new FakeClock();
    private final Owner first = new Owner("first", "boot-1");
    private final Owner second = new Owner("second", "boot-1");

    /** An empty database. */
    abstract DataSource database() throws Exception;

    abstract Dialect dialect();

    private DataSource database;
    private EntryStore store;
    private EntryStore other;

    @BeforeEach
    void open() throws Exception {
        database = database();
        migrate();
        store = new EntryStore(database, dialect(), clock, first);
        other = new EntryStore(database, dialect(), clock, second);
    }

    private void migrate() throws SQLException {
        try (Connection connection = database.getConnection()) {
            Schema.migrate(connection, dialect());
        }
    }

    private static Claim.Granted granted(Claim claim) {
        return assertInstanceOf(Claim.Granted.class, claim);
    }

    private static String json(String text) {
        return ResultJson.write(TestRequests.answer(text));
    }

    @Test
    void newWorkIsGrantedToOneAndBusyForOthers() throws Exception {
        Claim.Granted claim = granted(store.claim(KEY, LEASE));

        assertFalse(claim.takenOver());
        assertEquals(new Claim.Busy(clock.instant().plus(LEASE)), other.claim(KEY, LEASE));
        assertFalse(granted(other.claim(TestRequests.key("another"), LEASE)).takenOver());
    }

    @Test
    void doneWorkIsAnsweredToAll() throws Exception {
        granted(store.claim(KEY, LEASE));
        String result = json("Dear Sir or Madam");

        assertEquals(result, store.complete(KEY, result));

        assertEquals(new Claim.Done(result), store.claim(KEY, LEASE));
        assertEquals(new Claim.Done(result), other.claim(KEY, LEASE));
        assertEquals(new EntryStore.Figures(1, 0, result.length()), store.figures());
    }

    @Test
    void aClaimHoldsAsLongAsItsLease() throws Exception {
        granted(store.claim(KEY, LEASE));

        clock.advance(LEASE.minusMillis(1));
        assertInstanceOf(Claim.Busy.class, other.claim(KEY, LEASE));
        clock.advance(Duration.ofMillis(1));
        assertTrue(granted(other.claim(KEY, LEASE)).takenOver());
        assertInstanceOf(Claim.Busy.class, store.claim(KEY, LEASE));
    }

    @Test
    void aRenewedClaimHoldsLonger() throws Exception {
        Claim.Granted claim = granted(store.claim(KEY, LEASE));
        clock.advance(LEASE.dividedBy(2));

        assertEquals(List.of(), store.renew(Map.of(KEY.hash(), claim.id()), LEASE));

        clock.advance(LEASE.dividedBy(2));
        assertInstanceOf(Claim.Busy.class, other.claim(KEY, LEASE));
    }

    @Test
    void aClaimThatSomebodyTookOverIsNotRenewedAndNotReleased() throws Exception {
        Claim.Granted lost = granted(store.claim(KEY, LEASE));
        clock.advance(LEASE);
        granted(other.claim(KEY, LEASE));

        assertEquals(List.of(KEY.hash()), store.renew(Map.of(KEY.hash(), lost.id()), LEASE));
        store.release(KEY, lost.id());

        assertEquals(new EntryStore.Figures(0, 1, 0), store.figures());
    }

    @Test
    void anEarlierStartsClaimIsVoidAtOnce() throws Exception {
        granted(store.claim(KEY, LEASE));
        EntryStore restarted = new EntryStore(database, dialect(), clock, new Owner("first", "boot-2"));

        assertTrue(granted(restarted.claim(KEY, LEASE)).takenOver());
        assertInstanceOf(Claim.Busy.class, other.claim(KEY, LEASE));
    }

    @Test
    void releasedWorkIsFree() throws Exception {
        store.release(KEY, granted(store.claim(KEY, LEASE)).id());

        assertFalse(granted(other.claim(KEY, LEASE)).takenOver());
    }

    @Test
    void releaseLeavesAnAnswerAlone() throws Exception {
        Claim.Granted claim = granted(store.claim(KEY, LEASE));
        String result = store.complete(KEY, json("stays"));

        store.release(KEY, claim.id());

        assertEquals(new Claim.Done(result), store.claim(KEY, LEASE));
    }

    @Test
    void theFirstAnswerCounts() throws Exception {
        granted(store.claim(KEY, LEASE));
        clock.advance(LEASE);
        granted(other.claim(KEY, LEASE));
        String early = json("early");

        assertEquals(early, other.complete(KEY, early));
        assertEquals(early, store.complete(KEY, json("late")));
        assertEquals(new Claim.Done(early), store.claim(KEY, LEASE));
    }

    @Test
    void anAnswerIsStoredWithoutAClaimToo() throws Exception {
        String result = json("swapped in between");

        assertEquals(result, store.complete(KEY, result));
        assertEquals(new Claim.Done(result), other.claim(KEY, LEASE));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 1_000_000, 5_000_000})
    void answersOfAnySizeComeBackAsTheyWere(int length) throws Exception {
        GenerationResult answer = TestRequests.answer("€\uD83D\uDE00'\"\\\0\n".repeat(length / 8));

        store.complete(KEY, ResultJson.write(answer));

        String stored =
                assertInstanceOf(Claim.Done.class, other.claim(KEY, LEASE)).result();
        assertEquals(ResultJson.replayed(answer), ResultJson.replay(stored));
    }

    @ParameterizedTest
    @ValueSource(strings = {"with \0 zero", "half a pair \uD800", "quote ' and \" and ; --", "ünïcode/файл/文件.txt"})
    void everySourceCanBeStoredAndFound(String source) throws Exception {
        EntryKey key = TestRequests.key(source);
        store.complete(key, json("x"));

        assertInstanceOf(Claim.Done.class, store.claim(key, LEASE));
        assertEquals(1, store.find(source).size());
    }

    @Test
    void aSourceCanBeLong() throws Exception {
        String source = "file:" + "folder/".repeat(10_000);
        store.complete(TestRequests.key(source), json("x"));

        assertEquals(source, store.find(source).getFirst().sourceId());
    }

    @Test
    void entriesAreFoundBySourceAndListedByAge() throws Exception {
        granted(store.claim(KEY, LEASE));
        clock.advance(Duration.ofSeconds(1));
        EntryKey sameSource = KEY.withModel("sha256:other");
        store.complete(sameSource, json("an answer"));
        clock.advance(Duration.ofSeconds(1));
        store.complete(TestRequests.key("newest"), json("new"));

        List<EntryStore.Entry> found = store.find("file:a/letter.txt");

        assertEquals(
                List.of("done", "claimed"),
                found.stream().map(EntryStore.Entry::state).toList());
        assertEquals("sha256:other", found.getFirst().modelDigest());
        assertEquals(KEY.prompt(), found.getFirst().promptDigest());
        assertEquals("first", found.getFirst().owner());
        assertNull(found.get(1).result());
        assertNull(found.get(1).finishedAt());
        assertEquals(
                List.of("newest", "file:a/letter.txt"),
                store.latest(2).stream().map(EntryStore.Entry::sourceId).toList());
    }

    @Test
    void aSourceCanBeForgotten() throws Exception {
        store.complete(KEY, json("wrong"));
        EntryKey underWay = KEY.withModel("sha256:other");
        granted(store.claim(underWay, LEASE));

        assertEquals(1, store.forget("file:a/letter.txt"));
        assertEquals(0, store.forget("file:a/letter.txt"));

        assertInstanceOf(Claim.Granted.class, other.claim(KEY, LEASE));
        assertInstanceOf(Claim.Busy.class, other.claim(underWay, LEASE));
    }

    @Test
    void whatIsOldIsForgotten() throws Exception {
        store.complete(TestRequests.key("old"), json("old"));
        granted(store.claim(TestRequests.key("abandoned"), LEASE));
        clock.advance(Duration.ofDays(30).plus(LEASE));
        granted(store.claim(TestRequests.key("under way"), LEASE));
        store.complete(TestRequests.key("young"), json("young"));
        clock.advance(Duration.ofSeconds(1));

        assertEquals(2, store.forgetOlderThan(Duration.ofDays(30)));

        assertEquals(
                List.of("under way", "young"),
                store.latest(9).stream()
                        .map(EntryStore.Entry::sourceId)
                        .sorted()
                        .toList());
    }

    @Test
    void theOldestAnswersBeyondASizeAreForgotten() throws Exception {
        String answer = json("the same size each");
        for (int i = 0; i < 10; i++) {
            store.complete(TestRequests.key("number " + i), answer);
            clock.advance(Duration.ofSeconds(1));
        }
        granted(store.claim(KEY, LEASE));

        assertEquals(0, store.forgetBeyond(10L * answer.length()));
        assertEquals(7, store.forgetBeyond(4L * answer.length() - 1));

        assertEquals(new EntryStore.Figures(3, 1, 3L * answer.length()), store.figures());
        assertEquals("number 9", store.latest(2).get(1).sourceId());
        assertEquals(3, store.forgetBeyond(0));
        assertEquals(0, store.forgetBeyond(0));
    }

    @Test
    void oneOfManyThreadsInTwoInstancesGetsEachClaim() throws Exception {
        int keys = 20;
        int threads = 16;
        List<Callable<List<Integer>>> all = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            EntryStore mine = new EntryStore(database, dialect(), clock, new Owner("instance " + thread, "boot"));
            all.add(() -> {
                List<Integer> mineOnes = new ArrayList<>();
                for (int key = 0; key < keys; key++) {
                    if (mine.claim(TestRequests.key("key " + key), LEASE) instanceof Claim.Granted) {
                        mineOnes.add(key);
                    }
                }
                return mineOnes;
            });
        }

        List<Integer> grants = new ArrayList<>();
        for (List<Integer> some : together(all)) {
            grants.addAll(some);
        }

        assertEquals(keys, grants.size());
        assertEquals(keys, grants.stream().distinct().count());
    }

    @Test
    void whoeverAnswersAtTheSameMomentGetsTheSameAnswer() throws Exception {
        List<Callable<String>> all = new ArrayList<>();
        for (int thread = 0; thread < 12; thread++) {
            EntryStore mine = thread % 2 == 0 ? store : other;
            String answer = json("answer " + thread);
            all.add(() -> mine.complete(KEY, answer));
        }

        assertEquals(1, together(all).stream().distinct().count());
    }

    @Test
    void anExpiredClaimGoesToOneOfThoseWhoWant() throws Exception {
        granted(store.claim(KEY, LEASE));
        clock.advance(LEASE);
        List<Callable<Claim>> all = new ArrayList<>();
        for (int thread = 0; thread < 12; thread++) {
            EntryStore mine = new EntryStore(database, dialect(), clock, new Owner("instance " + thread, "boot"));
            all.add(() -> mine.claim(KEY, LEASE));
        }

        assertEquals(
                1,
                together(all).stream().filter(Claim.Granted.class::isInstance).count());
    }

    private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        }
    }

    @Test
    void migrationIsDoneOnceHoweverManyStartAtTheSameMoment() throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE ledger_entry");
            statement.execute("DROP TABLE ledger_schema");
        }
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < starters(); i++) {
            all.add(() -> {
                migrate();
                return true;
            });
        }

        assertEquals(starters(), together(all).size());
        migrate();

        assertEquals(new EntryStore.Figures(0, 0, 0), store.figures());
    }

    /** How many can open the database at once. */
    abstract int starters();

    @Test
    void tablesOfANewerSeraiAreRefusedAndStayAsTheyAre() throws Exception {
        store.complete(KEY, json("kept"));
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO ledger_schema VALUES (99, CURRENT_TIMESTAMP)");
        }

        SeraiException refusal = assertThrows(SeraiException.class, this::migrate);

        assertEquals(LedgerErrors.NEWER_SCHEMA, refusal.code());
        assertTrue(String.valueOf(refusal.getMessage()).contains("version 99"), refusal.getMessage());
        assertEquals(1, store.figures().done());
    }

    @Test
    void aClaimNamesItself() throws Exception {
        String id = granted(store.claim(KEY, LEASE)).id();

        assertNotEquals(id, granted(store.claim(KEY, LEASE)).id());
    }
}
