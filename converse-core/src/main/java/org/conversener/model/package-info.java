/**
 * A model on disk: a directory with a {@code model.json} that names its kind, its config, every one
 * of its files with size and SHA-256, and the models it needs. The same for every kind of model:
 * what a translator or a tagger keeps in its files is theirs to know.
 *
 * <p>Flow: {@link org.conversener.model.ModelDirectory#create} lets its caller write files into a
 * folder beside the goal, hashes them and moves the whole into place; {@link
 * org.conversener.model.ModelDirectory#open} tests every file before anything of it is loaded;
 * {@link org.conversener.model.ModelDirectory#pack} makes a copy that holds the models it needs and
 * so can be moved anywhere.
 *
 * <p>Traps: the hashes find damage and mix-ups, not malice: whoever can write the files can write
 * their hashes. {@code run.json} and checkpoints are not part of a model.
 */
@NullMarked
package org.conversener.model;

import org.jspecify.annotations.NullMarked;
