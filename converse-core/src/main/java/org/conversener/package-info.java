/**
 * The front of Converse: {@link org.conversener.Converse} loads a model directory and tags
 * sentences. Everything else lies in the packages below, from text up to experiments.
 */
@NullMarked
package org.conversener;

import org.jspecify.annotations.NullMarked;
