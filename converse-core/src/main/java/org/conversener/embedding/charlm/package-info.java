/**
 * Character language models (Akbik, Blythe and Vollgraf 2018): what they are, how they learn from
 * plain text, and their files. Characters are code points. How their states become features of
 * words is {@link org.conversener.embedding.CharlmFeatures}.
 */
@NullMarked
package org.conversener.embedding.charlm;

import org.jspecify.annotations.NullMarked;
