/** Real PostgreSQL and real Keycloak as children of this process, for the demo and for tests. */
@NullMarked
package dev.hefu.gateway.embedded;

import org.jspecify.annotations.NullMarked;
