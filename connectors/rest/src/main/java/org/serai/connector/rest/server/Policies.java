package org.serai.connector.rest.server;

/** Gives the policy that holds now. */
interface Policies {
    Policy current();
}
