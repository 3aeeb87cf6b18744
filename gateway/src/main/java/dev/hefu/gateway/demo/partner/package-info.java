/**
 * Who takes part in the demo: organisations with keys, customer ids and an endpoint of their own,
 * operators, and persons. They know the gateway by its public API alone.
 */
@NullMarked
package dev.hefu.gateway.demo.partner;

import org.jspecify.annotations.NullMarked;
