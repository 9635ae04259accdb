package io.miso.app.demo;

/**
 * What one run of the demo is to be.
 *
 * @param embedded functions are nodes themselves, no daemons
 * @param keep everything keeps running afterwards
 */
record DemoOptions(int nodes, boolean embedded, boolean keep) {}
