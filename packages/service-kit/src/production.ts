/**
 * For a process's first import. Libraries look at NODE_ENV once, when they are loaded: unless it says `production`, graphql-js compares the names of classes for each value of an answer. A NODE_ENV that
 * is set stays.
 */
process.env['NODE_ENV'] ??= 'production';
