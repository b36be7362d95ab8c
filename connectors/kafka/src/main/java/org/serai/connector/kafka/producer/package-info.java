/** The producing side: what a route makes becomes records, each by itself or in the transaction of a consumed record. */
@NullMarked
package org.serai.connector.kafka.producer;

import org.jspecify.annotations.NullMarked;
