/** What a provider says of one person where the sharing agreement has it asked. */
@NullMarked
package dev.hefu.policy.approval;

import org.jspecify.annotations.NullMarked;
