/**
 * Comparisons of taggers: which systems, which seeds, which corpus; a table and a page at the end.
 *
 * <p>An {@link org.conversener.experiment.Experiment} is a YAML file that says what to compare. A
 * {@link org.conversener.experiment.Comparison} trains every {@link
 * org.conversener.experiment.SystemSpec} with every seed and scores it; a {@link
 * org.conversener.experiment.ResultTable} holds the {@link org.conversener.experiment.Result}s. A
 * comparison that was interrupted goes on with what is missing.
 *
 * <p>Dev chooses the epoch and nothing else; test is scored once at the end of each training. The
 * figures are what they are: nothing here knows which system ought to win.
 */
@NullMarked
package org.conversener.experiment;

import org.jspecify.annotations.NullMarked;
