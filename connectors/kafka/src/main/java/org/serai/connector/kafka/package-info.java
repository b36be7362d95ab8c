/** What the parts of the Kafka connector share: contracts between them, header names and error codes. */
@NullMarked
package org.serai.connector.kafka;

import org.jspecify.annotations.NullMarked;
