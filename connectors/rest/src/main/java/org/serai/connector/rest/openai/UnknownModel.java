package org.serai.connector.rest.openai;

import java.util.stream.Collectors;
import org.serai.alias.AliasInfo;
import org.serai.alias.AliasService;
import org.serai.connector.rest.http.HttpException;

/** Refuses a name that no alias has. */
final class UnknownModel {
    private UnknownModel() {}

    static HttpException named(String name, AliasService aliases) {
        String known = aliases.aliases().stream().map(AliasInfo::name).collect(Collectors.joining(", "));
        return new HttpException(
                404,
                OpenAiErrors.UNKNOWN_MODEL,
                "The model '" + name + "' does not exist. There "
                        + (known.isEmpty()
                                ? "is none: configure an alias, etc/org.serai.alias~NAME.cfg."
                                : "are " + known + "."),
                "model");
    }
}
