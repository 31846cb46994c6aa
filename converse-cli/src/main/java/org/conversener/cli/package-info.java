/**
 * The command {@code converse}: one class per verb, and what they share.
 *
 * <p>{@link org.conversener.cli.Main} holds the list of verbs, and turns what they throw into the
 * documented exit codes ({@link org.conversener.cli.Failure}). A verb reads its options, calls the
 * library, writes results to {@link org.conversener.cli.Console#out} and tells a person about the
 * way there on stderr. Option groups that several verbs share are picocli mixins named {@code
 * ..Options}.
 *
 * <p>Traps: nothing but results may reach stdout, which scripts read; nothing here calls {@code
 * System.exit} but {@code Main.main}; an {@code IOException} counts as a failure to read unless it
 * comes out of {@link org.conversener.cli.Writing}.
 *
 * <p>Not here: anything a Java program would want to call; that belongs into the library.
 */
@NullMarked
package org.conversener.cli;

import org.jspecify.annotations.NullMarked;
