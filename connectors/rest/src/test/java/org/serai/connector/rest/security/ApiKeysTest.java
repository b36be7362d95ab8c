package org.serai.connector.rest.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.serai.command.CommandStreams;
import org.serai.connector.rest.RestErrors;
import org.serai.connector.rest.http.Caller;
import org.serai.connector.rest.http.Role;
import org.serai.error.SeraiException;

class ApiKeysTest {
    @TempDir
    Path home;

    private ApiKeys keys() {
        return new ApiKeys(home, Clock.systemUTC());
    }

    private Path file() {
        return home.resolve("data/keys/api-keys");
    }

    @Test
    void knowsWhoSendsASecret() {
        String web = keys().create("web", Role.USE);
        String ops = keys().create("ops", Role.OPERATE);
        assertNotEquals(web, ops);
        ApiKeys later = keys();
        assertEquals(Optional.of(new Caller("web", Role.USE)), later.find(web));
        assertEquals(Optional.of(new Caller("ops", Role.OPERATE)), later.find(ops));
        assertEquals(Optional.empty(), later.find(web + "x"));
        assertEquals(Optional.empty(), later.find(""));
    }

    @Test
    void storesNoSecret() throws Exception {
        String secret = keys().create("web", Role.USE);
        String stored = Files.readString(file());
        assertFalse(stored.contains(secret));
        assertFalse(stored.contains(secret.substring("serai_".length())));
        assertTrue(secret.length() >= "serai_".length() + 43, "256 bits in base64");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void keepsTheFileToItsOwner() throws Exception {
        keys().create("web", Role.USE);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())));
    }

    @Test
    void takesKeysAwayForEverybodyAtOnce() {
        ApiKeys server = keys();
        ApiKeys command = keys();
        String secret = command.create("web", Role.USE);
        assertTrue(server.find(secret).isPresent());
        command.revoke("web");
        assertTrue(server.find(secret).isEmpty());
        assertTrue(server.list().isEmpty());
    }

    @Test
    void losesNoneOfManyThatAreMadeAtOnce() {
        List<CompletableFuture<String>> made = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> keys().create("key" + i, Role.USE)))
                .toList();
        made.forEach(secret -> assertTrue(keys().find(secret.join()).isPresent()));
        assertEquals(8, keys().list().size());
    }

    @Test
    void refusesNamesThatAreTakenOrNoNames() {
        keys().create("web", Role.USE);
        assertEquals(RestErrors.KEY_EXISTS, code(() -> keys().create("web", Role.ADMIN)));
        assertEquals(RestErrors.BAD_KEY_NAME, code(() -> keys().create("a b", Role.USE)));
        assertEquals(RestErrors.BAD_KEY_NAME, code(() -> keys().create("-", Role.USE)));
        assertEquals(RestErrors.UNKNOWN_KEY, code(() -> keys().revoke("nobody")));
    }

    @Test
    void saysWhichLineIsDamaged() throws Exception {
        keys().create("web", Role.USE);
        Files.writeString(file(), Files.readString(file()) + "garbage\n");
        SeraiException e = assertThrows(SeraiException.class, () -> keys().list());
        assertEquals(RestErrors.KEYS_UNUSABLE, e.code());
        assertTrue(String.valueOf(e.getMessage()).contains("line 2"), e.getMessage());
    }

    private static org.serai.error.ErrorCode code(Runnable action) {
        return assertThrows(SeraiException.class, action::run).code();
    }

    @Test
    void theCommandPrintsAKeyOnce() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertEquals(0, run(out, "create", "web", "--role", "use"));
        String secret = out.toString(StandardCharsets.UTF_8).strip();
        assertEquals(Optional.of(new Caller("web", Role.USE)), keys().find(secret));
        out.reset();
        assertEquals(0, run(out, "list"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("web"));
        assertFalse(out.toString(StandardCharsets.UTF_8).contains(secret));
        assertEquals(2, run(out, "create", "other", "--role", "king"));
        assertEquals(2, run(out, "create", "other"));
        assertEquals(0, run(out, "revoke", "web"));
        assertThrows(SeraiException.class, () -> run(out, "revoke", "web"));
    }

    private int run(ByteArrayOutputStream out, String... words) {
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return new KeyCommand(keys())
                .run(List.of(words), new CommandStreams(InputStream.nullInputStream(), print, nowhere, false, home));
    }
}
