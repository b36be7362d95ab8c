package org.serai.connector.kafka.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.serai.connector.kafka.Connections.Client;
import org.serai.error.SeraiException;
import org.serai.settings.Secrets;

/** The options of Kafka's clients that an endpoint has of its own. They are held to the rules of a cluster's file. */
final class EndpointOptions {
    private static final String OPTION = "additionalProperties";

    private final WrittenOptions options;

    EndpointOptions(Map<String, String> options) {
        this.options = new WrittenOptions(options);
    }

    /**
     * The options of one kind of client.
     *
     * @throws SeraiException that names every problem
     */
    Map<String, String> values(Client client, Secrets secrets) {
        failOn(options.problemsOfValues(secrets));
        return options.values(client, secrets);
    }

    /**
     * Checks what can be checked without reading a secret.
     *
     * @throws SeraiException that names every problem
     */
    void check(Secrets secrets) {
        List<String> problems = new ArrayList<>(options.problemsOfNames());
        for (String name : options.names()) {
            if (name.endsWith(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
                problems.add("'" + name + "' is not to be set here: the endpoint's option brokers names them");
            } else if (ClientOptions.isSecret(name) && !Secrets.isIn(options.get(name))) {
                problems.add("'" + name
                        + "' is a secret, and what an endpoint says is shown in logs: write ${env:NAME} or ${file:PATH}"
                        + " in place of it, or set it in the cluster's file");
            }
        }
        failOn(problems);
        failOn(options.withoutSecrets().problemsOfValues(secrets));
    }

    private static void failOn(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new SeraiException(
                    KafkaConfigurationErrors.BAD_ENDPOINT_OPTION,
                    "Option " + OPTION + " of the endpoint is wrong: " + String.join("; ", problems) + ".");
        }
    }
}
