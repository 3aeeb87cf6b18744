/** What a person does: links and consents, read, made and ended, each change with its leaves. */
@NullMarked
package dev.hefu.gateway.person;

import org.jspecify.annotations.NullMarked;
