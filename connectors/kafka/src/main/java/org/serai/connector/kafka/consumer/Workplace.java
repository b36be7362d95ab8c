package org.serai.connector.kafka.consumer;

import java.util.concurrent.Executor;
import org.serai.connector.kafka.ConsumerMeters;

/**
 * What the work on records takes, the same for every client that a consumer has one after the other.
 *
 * @param limit how much work may begin
 * @param route what works on records
 * @param letters writes the letters of those that are given up
 * @param threads runs batches; each may take as long as it takes
 * @param meters counts
 */
record Workplace(
        InFlightLimit limit, RouteEntry route, LetterWriter letters, Executor threads, ConsumerMeters meters) {}
