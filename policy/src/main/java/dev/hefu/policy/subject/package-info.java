/** Who a person is to each participant: links, made and ended only by the person. */
@NullMarked
package dev.hefu.policy.subject;

import org.jspecify.annotations.NullMarked;
