package org.serai.runtime.store;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code serai model show} tells.
 *
 * @param name the name in the store, or the path
 * @param file the first file
 * @param parts the number of files
 * @param bytes length of all files
 * @param digest {@code sha256:…}
 * @param architecture such as {@code llama}
 * @param parameters elements of all tensors
 * @param quantisation such as {@code Q4_K_M}
 * @param tensorTypes how many tensors have which type
 * @param context tokens that the model was made for; 0 where the file does not say
 * @param licence as recorded, or as the file says; empty where nobody said
 * @param source where it came from; null for a file outside the store
 * @param added when it came into the store; null for a file outside the store
 * @param chatTemplate the Jinja source; null where there is none
 */
@JsonPropertyOrder({"name", "file"})
record ModelSummary(
        String name,
        String file,
        int parts,
        long bytes,
        String digest,
        String architecture,
        long parameters,
        String quantisation,
        Map<String, Integer> tensorTypes,
        long context,
        String licence,
        @Nullable String source,
        @Nullable String added,
        @Nullable String chatTemplate) {}
