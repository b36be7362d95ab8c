package org.serai.connector.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of the journal: what is to be renamed once a document is decided.
 *
 * @param id unique for the inbox
 * @param path the document, from the inbox
 * @param state the version of it that was read
 * @param sha256 of the document; null where it was not read
 * @param base what the names of the files begin with
 * @param placements files that get their names, in order
 * @param inputTarget where the document goes; null where it is deleted
 * @param letter the document where it lies among the failed ones, and is not that of the inbox; else null
 */
record Decision(
        String id,
        Path path,
        FileState state,
        @Nullable String sha256,
        Path base,
        List<Placement> placements,
        @Nullable Path inputTarget,
        @Nullable Path letter) {
    /**
     * A file that is written under a hidden name.
     *
     * @param part where it is
     * @param suffix what comes after the base of the names
     * @param target where it belongs
     */
    record Placement(Path part, String suffix, Path target) {}

    Decision {
        placements = List.copyOf(placements);
    }

    /** The same with all names changed, that of the document too where it goes with the files. */
    Decision withBase(Path newBase) {
        return new Decision(
                id,
                path,
                state,
                sha256,
                newBase,
                placements.stream()
                        .map(file -> new Placement(file.part(), file.suffix(), Names.with(newBase, file.suffix())))
                        .toList(),
                base.equals(inputTarget) ? newBase : inputTarget,
                letter);
    }

    /** The same with the name of one file changed. */
    Decision withTarget(int index, Path target) {
        List<Placement> changed = new ArrayList<>(placements);
        Placement file = placements.get(index);
        changed.set(index, new Placement(file.part(), file.suffix(), target));
        return new Decision(id, path, state, sha256, base, changed, inputTarget, letter);
    }

    /** All suffixes of names in the folder of the files. */
    List<String> suffixes() {
        List<String> suffixes =
                new ArrayList<>(placements.stream().map(Placement::suffix).toList());
        if (base.equals(inputTarget)) {
            suffixes.add("");
        }
        return suffixes;
    }
}
